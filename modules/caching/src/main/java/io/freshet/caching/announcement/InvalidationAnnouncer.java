package io.freshet.caching.announcement;

import io.freshet.caching.invalidation.Invalidation;

/**
 * Tells others of the invalidations that this instance has made.
 */
@FunctionalInterface
public interface InvalidationAnnouncer {

	/**
	 * Announces an invalidation that was committed. Called before whoever made the change
	 * is answered, so it must not wait.
	 * @param invalidation the invalidation
	 */
	void announce(Invalidation invalidation);

}
