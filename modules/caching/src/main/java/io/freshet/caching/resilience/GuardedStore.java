package io.freshet.caching.resilience;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LeaseStore;
import io.freshet.caching.store.StoredEntry;

/**
 * Puts a timeout, a circuit breaker and a fallback around a store, in this order from the
 * call outwards, so that a timeout counts as a failure. While the breaker is open a call
 * costs nothing and finds nothing.
 * <p>
 * A request that makes several look-ups carries a {@link WaitBudget} for all of them.
 * <p>
 * Cancelling a look-up gives its permission back and counts as neither success nor
 * failure; the timeout of a call that is no longer waited for cannot be hidden that way
 * for long, because fills of the tier are never cancelled by a caller.
 * <p>
 * What a look-up finds, and that an entry is shared, is handed on by another thread than
 * the one that brought it: whoever takes long over it must not keep the replies to all
 * others waiting.
 */
public final class GuardedStore implements CacheStore {

	private static final Logger logger = LoggerFactory.getLogger(GuardedStore.class);

	private static final EntryKey PROBE = new EntryKey(CacheName.of("health"), CacheKey.of("probe"));

	private static final int KEYS_AT_ONCE = 1000;

	private final CacheStore delegate;

	private final CircuitBreaker breaker;

	private final Duration timeout;

	/**
	 * Guards a store.
	 * @param delegate the store
	 * @param breaker the circuit breaker
	 * @param timeout the time that one look-up or fill may take
	 */
	public GuardedStore(CacheStore delegate, CircuitBreaker breaker, Duration timeout) {
		this.delegate = delegate;
		this.breaker = breaker;
		this.timeout = timeout;
		breaker.getEventPublisher()
			.onStateTransition(
					(event) -> logger.warn("Shared cache tier: circuit breaker {}", event.getStateTransition()));
	}

	/**
	 * Returns the state of the circuit breaker.
	 * @return {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}, or another state of
	 * Resilience4j by its name
	 */
	public String breakerState() {
		return this.breaker.getState().name();
	}

	/**
	 * Looks whether the store can be reached, as a look-up would: the answer counts for
	 * the circuit breaker, so that one without traffic closes again.
	 * @return whether it can be reached; never an error
	 */
	public Mono<Boolean> probe() {
		return Mono.defer(() -> this.delegate.find(PROBE))
			.timeout(this.timeout, WheelTimer.SHARED)
			.transformDeferred(CircuitBreakerOperator.of(this.breaker))
			.then(Mono.just(true))
			.onErrorReturn(false);
	}

	/**
	 * Returns whether the store is skipped, or on trial after it was skipped.
	 * @return whether the circuit breaker is not closed
	 */
	public boolean isDegraded() {
		return this.breaker.getState() != CircuitBreaker.State.CLOSED;
	}

	CircuitBreaker breaker() {
		return this.breaker;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return lookup(Mono.defer(() -> this.delegate.find(key)));
	}

	/**
	 * Up to {@value #KEYS_AT_ONCE} keys are one look-up, with one timeout and one word to
	 * the circuit breaker; more are several, one after the other.
	 */
	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return Flux.fromIterable(keys)
			.buffer(KEYS_AT_ONCE)
			.concatMap((some) -> lookup(Flux.defer(() -> this.delegate.findAll(some)).collectList()))
			.flatMapIterable(Function.identity());
	}

	private <T> Mono<T> lookup(Mono<T> look) {
		Mono<T> found = call(look);
		return Mono.deferContextual((context) -> {
			WaitBudget budget = WaitBudget.in(context);
			return (budget != null) ? budget.spend(found, this.timeout) : found;
		});
	}

	private <T> Mono<T> call(Mono<T> call) {
		return GuardedCall.of(call, this.breaker, this.timeout, HandOver.SHARED);
	}

	private <T> Mono<T> unawaited(Mono<T> call) {
		return GuardedCall.of(call, this.breaker, this.timeout, Runnable::run);
	}

	/**
	 * Fills the store. Nobody waits for that, so its end is told where it comes; that it
	 * failed is handed on, as many may fail at once.
	 */
	@Override
	public Mono<Void> put(StoredEntry entry) {
		return unawaited(Mono.defer(() -> this.delegate.put(entry)));
	}

	@Override
	public Mono<Void> share(StoredEntry entry) {
		return call(Mono.defer(() -> this.delegate.share(entry)));
	}

	@Override
	public Mono<Void> prolong(StoredEntry entry, Duration time) {
		return unawaited(Mono.defer(() -> this.delegate.prolong(entry, time)));
	}

	/**
	 * Puts the same timeout and circuit breaker around leases. Who asks for one wants to
	 * know if it cannot be told, so there is no fallback.
	 * @param leases the leases, on the same server
	 * @return the guarded leases
	 */
	public LeaseStore guard(LeaseStore leases) {
		return new GuardedLeaseStore(leases, this.breaker, this.timeout);
	}

	/**
	 * Lists the keys. An administrator asks for this, who wants to know if it fails.
	 * @return the keys; an error if the store cannot be reached
	 */
	@Override
	public Flux<EntryKey> keys(KeyPattern pattern) {
		return this.delegate.keys(pattern).transformDeferred(CircuitBreakerOperator.of(this.breaker));
	}

	/**
	 * Removes entries. An administrator asks for this, who wants to know if it fails.
	 * @return the keys; an error if the store cannot be reached
	 */
	@Override
	public Flux<EntryKey> purge(KeyPattern pattern) {
		return this.delegate.purge(pattern).transformDeferred(CircuitBreakerOperator.of(this.breaker));
	}

}
