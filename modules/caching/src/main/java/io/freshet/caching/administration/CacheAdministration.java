package io.freshet.caching.administration;

import reactor.core.publisher.Mono;

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
	 * Says what {@link #clear} would clear.
	 * @param selection the entries that are meant; by tag, each entry is read
	 * @return the number of entries, by tier
	 */
	Mono<ClearReport> preview(Selection selection);

	/**
	 * Has every instance take entries as invalid, those that are being loaded included.
	 * Entries that are meant by key are removed as well; those that are meant by tag go
	 * when they are asked for, or expire.
	 * @param selection the entries that are meant; by tag, each entry is read
	 * @return the number of entries that were cleared, by tier; an error if the
	 * invalidation could not be recorded
	 */
	Mono<ClearReport> clear(Selection selection);

}
