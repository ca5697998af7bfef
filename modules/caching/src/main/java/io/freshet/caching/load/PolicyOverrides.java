package io.freshet.caching.load;

import java.util.SortedMap;

import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;

/**
 * What administrators have changed of the caches while they run, for all instances. Every
 * instance learns of a change as it learns of an invalidation, within the bound.
 */
public interface PolicyOverrides {

	/**
	 * Returns what was changed of a cache, as far as this instance knows. Asked at every
	 * read: no I/O.
	 * @param cache the cache
	 * @return the change, {@link PolicyOverride#NONE} without any
	 */
	PolicyOverride of(CacheName cache);

	/**
	 * Returns all that was changed, as far as this instance knows.
	 * @return the changes by cache
	 */
	SortedMap<CacheName, PolicyOverride> all();

	/**
	 * Changes a cache in all instances, in place of what was changed before.
	 * @param cache the cache
	 * @param override the change, {@link PolicyOverride#NONE} to take it back
	 * @return completes when this instance obeys; an error if nothing was changed
	 */
	Mono<Void> change(CacheName cache, PolicyOverride override);

}
