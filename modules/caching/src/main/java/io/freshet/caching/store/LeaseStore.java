package io.freshet.caching.store;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * Grants the right to load a key to one instance at a time. A lease makes loads fewer; it
 * is no lock: a load that takes longer than its lease is not alone any more, and nothing
 * is wrong then. All publishers are cold.
 */
public interface LeaseStore {

	/**
	 * Grants every lease, because there is no other instance.
	 */
	LeaseStore NONE = new LeaseStore() {

		@Override
		public Mono<Lease> acquire(EntryKey key, Duration duration) {
			return Mono.just(new Lease(key, ""));
		}

		@Override
		public Mono<Void> release(Lease lease) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> released(EntryKey key) {
			return Mono.never();
		}

	};

	/**
	 * Asks for the lease of a key.
	 * @param key the key
	 * @param duration the time after which the lease ends if it is not released
	 * @return the lease; empty if another instance has it; an error if that cannot be
	 * told
	 */
	Mono<Lease> acquire(EntryKey key, Duration duration);

	/**
	 * Gives a lease back, unless it has ended and another instance has it by now.
	 * @param lease the lease
	 * @return completes when it is given back; an error if it could not be, and ends by
	 * itself
	 */
	Mono<Void> release(Lease lease);

	/**
	 * Waits until the lease of a key is given back.
	 * @param key the key
	 * @return completes when it is, from now on; perhaps never, as word of it may be lost
	 */
	Mono<Void> released(EntryKey key);

	/**
	 * The right to load a key.
	 *
	 * @param key the key
	 * @param token sets this lease apart from all others of the key
	 */
	record Lease(EntryKey key, String token) {
	}

}
