package io.freshet.caching.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The time that one request may wait for the shared tier, however many look-ups it makes.
 * It travels in the Reactor context. Look-ups that wait at the same time count once.
 * <p>
 * A look-up that the budget cuts short finds nothing, and tells nothing about the tier:
 * the circuit breaker counts it neither as a success nor as a failure. Once the budget is
 * spent the tier is not asked any more. Fills are not waited for and cost nothing.
 */
public final class WaitBudget {

	private final long limit;

	private final LongSupplier nanoTime;

	/** How many calls are waited for. */
	private int calls;

	/** When the first of them began. */
	private long since;

	/** The time that was waited before that. */
	private long waited;

	WaitBudget(Duration limit, LongSupplier nanoTime) {
		this.limit = limit.toNanos();
		this.nanoTime = nanoTime;
	}

	/**
	 * Makes a budget of which nothing is spent yet.
	 * @param limit the time to wait in all
	 * @return the budget, for one request
	 */
	public static WaitBudget of(Duration limit) {
		return new WaitBudget(limit, System::nanoTime);
	}

	/**
	 * Puts it into a context, in place of any other.
	 * @param context the context to extend
	 * @return the context in which look-ups are bounded
	 */
	public Context into(Context context) {
		return context.put(WaitBudget.class, this);
	}

	/**
	 * Takes the budget out of a context, for work that must be done whole.
	 * @param context the context
	 * @return the context in which each look-up is bounded for itself alone
	 */
	public static Context outOf(Context context) {
		return context.delete(WaitBudget.class);
	}

	static @Nullable WaitBudget in(ContextView context) {
		return context.isEmpty() ? null : context.getOrDefault(WaitBudget.class, null);
	}

	synchronized Duration left() {
		return Duration.ofNanos(this.limit - waited(this.nanoTime.getAsLong()));
	}

	/**
	 * Returns a look-up that spends this budget.
	 * @param call the look-up
	 * @param longest the time that it takes at the most
	 */
	<T> Mono<T> spend(Mono<T> call, Duration longest) {
		return Mono.defer(() -> {
			Duration left = left();
			if (left.isZero() || left.isNegative()) {
				return Mono.empty();
			}
			Mono<T> bounded = (left.compareTo(longest) >= 0) ? call : call.timeout(left, Mono.empty());
			AtomicBoolean ended = new AtomicBoolean();
			begin();
			return bounded.doOnTerminate(() -> end(ended)).doOnCancel(() -> end(ended));
		});
	}

	private synchronized void begin() {
		if (this.calls == 0) {
			this.since = this.nanoTime.getAsLong();
		}
		this.calls++;
	}

	private synchronized void end(AtomicBoolean ended) {
		if (ended.compareAndSet(false, true)) {
			if (this.calls == 1) {
				this.waited = waited(this.nanoTime.getAsLong());
			}
			this.calls--;
		}
	}

	private long waited(long now) {
		return (this.calls > 0) ? this.waited + (now - this.since) : this.waited;
	}

}
