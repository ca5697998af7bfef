package io.freshet.caching.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * A look-up with a timeout, a circuit breaker, a fallback and a change of thread around
 * it: what the operators for each of these would do, in one. A row of five operators,
 * each with objects of its own for one value that comes once, costs more than asking
 * Redis and reading its answer; this is the only place where that matters, for it is
 * passed by every hit of the shared tier.
 * <p>
 * The first of four events ends a call: an answer, an error, the timeout, or that nobody
 * waits any more. The breaker is told of the first three; the permission of a call that
 * ends in the last is given back. Whoever waits is told on another thread, and of
 * failures as of an absent entry.
 */
final class GuardedCall<T> extends Mono<T> {

	private static final Logger logger = LoggerFactory.getLogger(GuardedCall.class);

	private final Mono<T> call;

	private final CircuitBreaker breaker;

	private final Duration timeout;

	/**
	 * Makes a guarded call.
	 * @param call the look-up
	 * @param breaker the circuit breaker
	 * @param timeout the time that the look-up may take
	 */
	GuardedCall(Mono<T> call, CircuitBreaker breaker, Duration timeout) {
		this.call = call;
		this.breaker = breaker;
		this.timeout = timeout;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		if (this.breaker.tryAcquirePermission()) {
			Waiting<T> waiting = new Waiting<>(actual, this.breaker);
			waiting.begin(this.timeout);
			this.call.subscribe(waiting);
		}
		else {
			Operators.complete(actual);
		}
	}

	/** One call that is waited for. */
	private static final class Waiting<T> extends Operators.MonoSubscriber<T, T> implements Runnable {

		private final CircuitBreaker breaker;

		private final long began;

		private final AtomicReference<@Nullable Subscription> call = new AtomicReference<>();

		private volatile @Nullable Disposable timer;

		private @Nullable T found;

		Waiting(CoreSubscriber<? super T> actual, CircuitBreaker breaker) {
			super(actual);
			this.breaker = breaker;
			this.began = breaker.getCurrentTimestamp();
		}

		void begin(Duration timeout) {
			this.timer = WheelTimer.SHARED.schedule(this::late, timeout.toNanos(), TimeUnit.NANOSECONDS);
			this.actual.onSubscribe(this);
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
				former.cancel();
			}
			return true;
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
				HandOver.SHARED.execute(this);
			}
			else {
				Operators.onDiscard(entry, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (end()) {
				this.breaker.onSuccess(took(), this.breaker.getTimestampUnit());
				HandOver.SHARED.execute(this);
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
