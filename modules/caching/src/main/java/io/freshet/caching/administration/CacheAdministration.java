package io.freshet.caching.administration;

import reactor.core.publisher.Mono;

import io.freshet.caching.KeyPattern;

/**
 * Looks at all caches of an application, and clears them. All publishers are cold.
 */
public interface CacheAdministration {

	/**
	 * Describes the caches. One subscription asks Redis for its state and walks through
	 * its keys up to a limit.
	 * @return the report; without a shared tier, or while it cannot be reached, without
	 * what only that one knows
	 */
	Mono<CachingReport> report();

	/**
	 * Says what {@link #clear} would remove.
	 * @param pattern the keys
	 * @return the number of entries, by tier
	 */
	Mono<ClearReport> preview(KeyPattern pattern);

	/**
	 * Removes entries, and has every instance take those of them that it still holds, or
	 * that are being loaded, as invalid.
	 * @param pattern the keys
	 * @return the number of entries that were removed, by tier; an error if the
	 * invalidation could not be recorded
	 */
	Mono<ClearReport> clear(KeyPattern pattern);

}
