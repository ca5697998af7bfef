package io.freshet.caching.administration;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
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
	 * Has every instance take entries as invalid, those that are being loaded included,
	 * and removes them from the tiers. First the invalidation is recorded; a subscription
	 * that is cancelled then stops the removal and not the invalidation. Redis is asked
	 * in short steps.
	 * @param selection the entries that are meant
	 * @param dryRun whether to do nothing but say what would be removed
	 * @return how far that is, at last what came of it; an error if the invalidation
	 * could not be recorded
	 */
	Flux<ClearStep> clearing(Selection selection, boolean dryRun);

	/**
	 * Says what {@link #clear} would clear.
	 * @param selection the entries that are meant
	 * @return what would be removed
	 */
	default Mono<ClearReport> preview(Selection selection) {
		return clearing(selection, true).ofType(ClearStep.Done.class).map(ClearStep.Done::report).single();
	}

	/**
	 * Clears as {@link #clearing} does.
	 * @param selection the entries that are meant
	 * @return what was removed; an error if the invalidation could not be recorded
	 */
	default Mono<ClearReport> clear(Selection selection) {
		return clearing(selection, false).ofType(ClearStep.Done.class).map(ClearStep.Done::report).single();
	}

	/**
	 * Advises on sizes and lifetimes.
	 * @param nearSize another size of the near tier that somebody asks about, in bytes,
	 * {@code null} if nobody
	 * @param ttl another lifetime that somebody asks about, {@code null} if nobody
	 * @return the advice
	 */
	Mono<AdviceReport> advice(@Nullable Long nearSize, @Nullable Duration ttl);

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
