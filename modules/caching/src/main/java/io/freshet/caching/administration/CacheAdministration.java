package io.freshet.caching.administration;

import java.util.List;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.load.PolicyOverride;

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
	 * Describes the caches as {@link #report()} does, without walking through the keys of
	 * Redis: what it holds is as it was counted last, by this instance or another.
	 * @return the report
	 */
	Mono<CachingReport> glance();

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

	/**
	 * Lists the caches with what holds for them.
	 * @return the caches, by name
	 */
	Mono<List<CacheSetting>> caches();

	/**
	 * Changes a cache in all instances, without a restart.
	 * @param cache the cache
	 * @param change makes the change of what was changed before
	 * @return what holds now; empty if there is no such cache; an error if nothing was
	 * changed
	 */
	Mono<CacheSetting> change(CacheName cache, UnaryOperator<PolicyOverride> change);

}
