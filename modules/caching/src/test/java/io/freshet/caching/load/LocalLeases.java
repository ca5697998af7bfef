package io.freshet.caching.load;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LeaseStore;

/**
 * Leases in memory that end when they are released, for several instances in one test.
 */
final class LocalLeases implements LeaseStore {

	private final ConcurrentMap<EntryKey, Lease> held = new ConcurrentHashMap<>();

	private final Sinks.Many<EntryKey> releases = Sinks.many().multicast().directBestEffort();

	private final AtomicInteger tokens = new AtomicInteger();

	/** Whether nobody can be asked. */
	volatile boolean away;

	/** Whether word of a release is lost. */
	volatile boolean silent;

	/** What happens before the next lease is granted. */
	volatile Runnable beforeGrant = () -> {
	};

	@Override
	public Mono<Lease> acquire(EntryKey key, Duration duration) {
		return Mono.defer(() -> {
			if (this.away) {
				return Mono.error(new IllegalStateException("away"));
			}
			Lease mine = new Lease(key, "token " + this.tokens.incrementAndGet());
			if (this.held.putIfAbsent(key, mine) != null) {
				return Mono.empty();
			}
			this.beforeGrant.run();
			return Mono.just(mine);
		});
	}

	@Override
	public Mono<Void> release(Lease lease) {
		return Mono.defer(() -> {
			if (this.away) {
				return Mono.error(new IllegalStateException("away"));
			}
			this.held.remove(lease.key(), lease);
			if (!this.silent) {
				this.releases.tryEmitNext(lease.key());
			}
			return Mono.empty();
		});
	}

	@Override
	public Mono<Void> released(EntryKey key) {
		return this.releases.asFlux().filter(key::equals).next().then();
	}

	int held() {
		return this.held.size();
	}

}
