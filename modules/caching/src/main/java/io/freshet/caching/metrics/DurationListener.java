package io.freshet.caching.metrics;

import java.time.Duration;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.LeaseOutcome;

/**
 * Is told of what takes time, and happens rarely enough for that: never of a hit.
 */
interface DurationListener {

	/**
	 * The origin was asked.
	 * @param cache the cache
	 * @param took the time it took
	 * @param succeeded whether it answered
	 */
	void loaded(CacheName cache, Duration took, boolean succeeded);

	/**
	 * A lease was waited for.
	 * @param cache the cache
	 * @param outcome how that ended
	 * @param waited the time until then
	 */
	void waited(CacheName cache, LeaseOutcome outcome, Duration waited);

	/**
	 * A value turned out to be out of date when it was compared.
	 * @param cache the cache
	 * @param age the time since the entry was made
	 */
	void foundStale(CacheName cache, Duration age);

}
