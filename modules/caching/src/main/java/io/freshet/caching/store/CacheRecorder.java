package io.freshet.caching.store;

import java.time.Duration;

import io.freshet.caching.CacheName;

/**
 * Is told what happens in the caches. Called on hot paths by several threads: an
 * implementation must be quick and must not throw.
 */
public interface CacheRecorder {

	/**
	 * Does nothing.
	 */
	CacheRecorder NONE = new CacheRecorder() {
	};

	/**
	 * One tier was asked for an entry.
	 * @param cache the cache
	 * @param tier the tier
	 * @param outcome how it ended
	 */
	default void lookup(CacheName cache, Tier tier, LookupOutcome outcome) {
	}

	/**
	 * A cache as a whole was asked for an entry.
	 * @param cache the cache
	 * @param hit whether any tier had a valid one
	 */
	default void request(CacheName cache, boolean hit) {
	}

	/**
	 * A tier had a valid entry, and with it the cache as a whole.
	 * @param cache the cache
	 * @param tier the tier
	 */
	default void hit(CacheName cache, Tier tier) {
		lookup(cache, tier, LookupOutcome.HIT);
		request(cache, true);
	}

	/**
	 * A cache was passed by: inside a transaction, or because the request said so.
	 * @param cache the cache
	 */
	default void bypass(CacheName cache) {
	}

	/**
	 * An entry was kept.
	 * @param cache the cache
	 * @param tier the tier
	 */
	default void put(CacheName cache, Tier tier) {
	}

	/**
	 * An entry went because there was no room or its time had passed.
	 * @param cache the cache
	 * @param tier the tier
	 * @param weight the bytes that it took
	 */
	default void eviction(CacheName cache, Tier tier, long weight) {
	}

	/**
	 * The origin was asked.
	 * @param cache the cache
	 * @param took the time it took
	 * @param succeeded whether it answered
	 */
	default void load(CacheName cache, Duration took, boolean succeeded) {
	}

	/**
	 * A caller was served by a load that another had started.
	 * @param cache the cache
	 */
	default void coalesced(CacheName cache) {
	}

	/**
	 * The shared tier held bytes that are no entry of the key; they were removed.
	 * @param cache the cache
	 */
	default void undecodable(CacheName cache) {
	}

	/**
	 * A value was answered but not kept.
	 * @param cache the cache
	 * @param reason why
	 */
	default void refused(CacheName cache, RefusalReason reason) {
	}

	/**
	 * An entry was sent to the shared tier.
	 * @param cache the cache
	 * @param payload the length of its payload in bytes, before compression
	 * @param sent the length of all that was sent, in bytes
	 */
	default void sent(CacheName cache, int payload, int sent) {
	}

	/**
	 * A value was served that may be out of date for longer than the bound.
	 * @param cache the cache
	 * @param reason why
	 */
	default void stale(CacheName cache, StaleReason reason) {
	}

	/**
	 * A load began that nobody waits for, because a hit found its value old.
	 * @param cache the cache
	 */
	default void refresh(CacheName cache) {
	}

	/**
	 * A caller gave up waiting for a load, with no value to serve in its place.
	 * @param cache the cache
	 */
	default void loadTimeout(CacheName cache) {
	}

	/**
	 * A caller was told from the cache that there is no value.
	 * @param cache the cache
	 */
	default void absence(CacheName cache) {
	}

	/**
	 * A caller got an error that an earlier load had ended with.
	 * @param cache the cache
	 */
	default void rememberedError(CacheName cache) {
	}

	/**
	 * A lease was asked for.
	 * @param cache the cache
	 * @param outcome how that ended
	 * @param waited the time until then
	 */
	default void lease(CacheName cache, LeaseOutcome outcome, Duration waited) {
	}

	/**
	 * A value that had been served was loaded once more and compared.
	 * @param cache the cache
	 * @param outcome what came of it
	 * @param age the time since the entry was made
	 */
	default void sampled(CacheName cache, SampleOutcome outcome, Duration age) {
	}

	/**
	 * The response cache has told a client how it handled the request.
	 * @param route the name of the route
	 * @param outcome what it told
	 */
	default void response(CacheName route, ResponseOutcome outcome) {
	}

}
