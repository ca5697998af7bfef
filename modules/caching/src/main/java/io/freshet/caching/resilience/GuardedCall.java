package io.freshet.caching.resilience;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * A look-up or a fill with a timeout, a circuit breaker, a fallback and, if somebody
 * waits for it, a change of thread around it: what the operators for each of these would
 * do, in one. A row of five operators, each with objects of its own for one value that
 * comes once, costs more than asking Redis and reading its answer; this is the only place
 * where that matters, for it is passed by every hit of the shared tier.
 * <p>
 * The first of four events ends a call: an answer, an error, the timeout, or that nobody
 * waits any more. The breaker is told of the first three; the permission of a call that
 * ends in the last is given back. Whoever waits is told by an executor, and of failures
 * as of an absent entry.
 */
final class GuardedCall {

	private static final Logger logger = LoggerFactory.getLogger(GuardedCall.class);

	private GuardedCall() {
	}

	/**
	 * Puts a guard around a call of the store.
	 * @param call the look-up, or the fill
	 * @param breaker the circuit breaker
	 * @param timeout the time that the call may take
	 * @param replies runs what comes of the call
	 * @return what it finds, within that time; never an error
	 */
	static <T> Mono<T> of(Mono<T> call, CircuitBreaker breaker, Duration timeout, Executor replies) {
		Function<? super Publisher<T>, ? extends Publisher<T>> guard = Operators
			.lift((source, actual) -> Waiting.begun(actual, breaker, timeout, replies));
		Mono<T> guarded = call.transform(guard);
		return Mono.defer(() -> breaker.tryAcquirePermission() ? guarded : Mono.empty());
	}

	/** One call that is waited for. */
	private static final class Waiting<T> extends Operators.MonoSubscriber<T, T> implements Runnable {

		private final CircuitBreaker breaker;

		private final Executor replies;

		private final long began;

		private final AtomicReference<@Nullable Subscription> call = new AtomicReference<>();

		private volatile @Nullable Disposable timer;

		private @Nullable T found;

		Waiting(CoreSubscriber<? super T> actual, CircuitBreaker breaker, Executor replies) {
			super(actual);
			this.breaker = breaker;
			this.replies = replies;
			this.began = breaker.getCurrentTimestamp();
		}

		static <T> Waiting<T> begun(CoreSubscriber<? super T> actual, CircuitBreaker breaker, Duration timeout,
				Executor replies) {
			Waiting<T> waiting = new Waiting<>(actual, breaker, replies);
			waiting.timer = WheelTimer.SHARED.schedule(waiting::late, timeout.toNanos(), TimeUnit.NANOSECONDS);
			actual.onSubscribe(waiting);
			return waiting;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (this.call.compareAndSet(null, subscription)) {
				subscription.request(Long.MAX_VALUE);
			}
			else {
				subscription.cancel();
			}
		}

		/** Ends the call, unless it has ended already. */
		private boolean end() {
			return ended(this.call.getAndSet(Operators.cancelledSubscription()));
		}

		/** Ends the call before it has answered. */
		private boolean giveUp() {
			Subscription former = this.call.getAndSet(Operators.cancelledSubscription());
			if (!ended(former)) {
				return false;
			}
			if (former != null) {
				cancel(former);
			}
			return true;
		}

		/** Whoever waits is told even if what is given up does not take it well. */
		private static void cancel(Subscription former) {
			try {
				former.cancel();
			}
			catch (RuntimeException ex) {
				logger.debug("Shared cache tier: a call could not be cancelled", ex);
			}
		}

		private boolean ended(@Nullable Subscription former) {
			if (former == Operators.cancelledSubscription()) {
				return false;
			}
			Disposable running = this.timer;
			if (running != null) {
				running.dispose();
			}
			return true;
		}

		private long took() {
			return this.breaker.getCurrentTimestamp() - this.began;
		}

		@Override
		public void onNext(T entry) {
			if (end()) {
				this.breaker.onSuccess(took(), this.breaker.getTimestampUnit());
				this.found = entry;
				this.replies.execute(this);
			}
			else {
				Operators.onDiscard(entry, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.breaker.onSuccess(took(), this.breaker.getTimestampUnit());
				this.replies.execute(this);
			}
		}

		@Override
		public void onError(Throwable error) {
			if (end()) {
				failed(error);
			}
			else {
				Operators.onErrorDropped(error, currentContext());
			}
		}

		private void late() {
			if (giveUp()) {
				failed(new TimeoutException("No answer in time"));
			}
		}

		private void failed(Throwable error) {
			this.breaker.onError(took(), this.breaker.getTimestampUnit(), error);
			logger.debug("Shared cache tier: a call failed, going on without it", error);
			// Many may be late at once: what comes of them must not hold up the timer.
			HandOver.SHARED.execute(this);
		}

		/**
		 * Tells whoever waits.
		 */
		@Override
		public void run() {
			T entry = this.found;
			if (entry != null) {
				complete(entry);
			}
			else if (!isCancelled()) {
				this.actual.onComplete();
			}
		}

		@Override
		public void cancel() {
			super.cancel();
			if (giveUp()) {
				this.breaker.releasePermission();
			}
		}

	}

}
