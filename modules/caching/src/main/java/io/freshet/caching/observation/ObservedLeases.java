package io.freshet.caching.observation;

import java.time.Duration;

import reactor.core.publisher.Mono;

import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LeaseStore;

/**
 * Watches the commands to Redis for leases.
 */
final class ObservedLeases implements LeaseStore {

	private final LeaseStore delegate;

	private final MicrometerObserver observer;

	ObservedLeases(LeaseStore delegate, MicrometerObserver observer) {
		this.delegate = delegate;
		this.observer = observer;
	}

	@Override
	public Mono<Lease> acquire(EntryKey key, Duration duration) {
		return this.observer.command(key.cache(), "EVAL", this.delegate.acquire(key, duration));
	}

	@Override
	public Mono<Void> release(Lease lease) {
		return this.observer.command(lease.key().cache(), "EVAL", this.delegate.release(lease));
	}

	/** Waits for a message, which is no command. */
	@Override
	public Mono<Void> released(EntryKey key) {
		return this.delegate.released(key);
	}

}
