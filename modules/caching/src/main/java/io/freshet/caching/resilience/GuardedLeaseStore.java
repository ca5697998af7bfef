package io.freshet.caching.resilience;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import reactor.core.publisher.Mono;

import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LeaseStore;

/**
 * Puts a timeout and a circuit breaker around leases. While the breaker is open, asking
 * for one fails at once.
 */
final class GuardedLeaseStore implements LeaseStore {

	private final LeaseStore delegate;

	private final CircuitBreaker breaker;

	private final Duration timeout;

	GuardedLeaseStore(LeaseStore delegate, CircuitBreaker breaker, Duration timeout) {
		this.delegate = delegate;
		this.breaker = breaker;
		this.timeout = timeout;
	}

	@Override
	public Mono<Lease> acquire(EntryKey key, Duration duration) {
		return guarded(Mono.defer(() -> this.delegate.acquire(key, duration)));
	}

	@Override
	public Mono<Void> release(Lease lease) {
		return guarded(Mono.defer(() -> this.delegate.release(lease)));
	}

	private <T> Mono<T> guarded(Mono<T> call) {
		return call.timeout(this.timeout).transformDeferred(CircuitBreakerOperator.of(this.breaker));
	}

	/** Waiting takes as long as it takes, and says nothing of the server. */
	@Override
	public Mono<Void> released(EntryKey key) {
		return this.delegate.released(key);
	}

}
