package io.freshet.caching.store;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.Backplane;

/**
 * Watches what takes time from its beginning to its end, for traces. What memory answers
 * at once is not watched: that would cost more than the answer. All publishers that are
 * handed in are handed back with something around them, or as they are.
 */
public interface CacheObserver {

	/**
	 * Watches nothing.
	 */
	CacheObserver NONE = new CacheObserver() {
	};

	/**
	 * Watches a look at the tiers.
	 * @param cache the cache
	 * @param lookup the look-up, empty if it finds nothing
	 * @return the same, watched
	 */
	default Mono<StoredEntry> lookup(CacheName cache, Mono<StoredEntry> lookup) {
		return lookup;
	}

	/**
	 * Watches a look at the tiers for several keys.
	 * @param cache the cache
	 * @param keys how many
	 * @param lookup the look-up
	 * @return the same, watched
	 */
	default Flux<StoredEntry> lookupAll(CacheName cache, int keys, Flux<StoredEntry> lookup) {
		return lookup;
	}

	/**
	 * Watches a load, which others may wait for.
	 * @param <T> what it brings
	 * @param cache the cache
	 * @param trace is given what stands for the load as soon as it begins
	 * @param load the load
	 * @return the same, watched
	 */
	default <T> Mono<T> load(CacheName cache, AtomicReference<@Nullable Object> trace, Mono<T> load) {
		return load;
	}

	/**
	 * Watches the waiting for a load that another has begun.
	 * @param <T> what it brings
	 * @param cache the cache
	 * @param trace holds what stands for the load, from when on that is known
	 * @param wait ends when the load does
	 * @return the same, watched
	 */
	default <T> Mono<T> join(CacheName cache, AtomicReference<@Nullable Object> trace, Mono<T> wait) {
		return wait;
	}

	/**
	 * Watches the reading of what a load brings as it comes, which another has begun.
	 * @param <T> what it brings
	 * @param cache the cache
	 * @param trace holds what stands for the load, from when on that is known
	 * @param values the values, which end when the load does
	 * @return the same, watched
	 */
	default <T> Flux<T> read(CacheName cache, AtomicReference<@Nullable Object> trace, Flux<T> values) {
		return values;
	}

	/**
	 * Watches what a store keeps.
	 * @param shared the tier that is filled
	 * @return the same, watched
	 */
	default CacheStore fills(CacheStore shared) {
		return shared;
	}

	/**
	 * Watches the commands to a server that keeps entries.
	 * @param server the store on the server
	 * @return the same, watched
	 */
	default CacheStore commands(CacheStore server) {
		return server;
	}

	/**
	 * Watches the commands to a server that grants leases.
	 * @param server the leases on the server
	 * @return the same, watched
	 */
	default LeaseStore commands(LeaseStore server) {
		return server;
	}

	/**
	 * Watches the commands to a server that passes hints on.
	 * @param server the channel through the server
	 * @return the same, watched
	 */
	default Backplane commands(Backplane server) {
		return server;
	}

	/**
	 * Watches a look at the ledger.
	 * @param <T> what it brings
	 * @param look the look
	 * @return the same, watched
	 */
	default <T> Mono<T> follow(Mono<T> look) {
		return look;
	}

}
