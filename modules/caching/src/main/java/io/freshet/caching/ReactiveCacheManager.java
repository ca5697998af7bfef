package io.freshet.caching;

import java.util.SortedSet;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Hands out caches by name. A cache comes into being when it is first asked for, with the
 * policy of its settings or, without any, the default policy. Safe for use by several
 * threads.
 */
public interface ReactiveCacheManager {

	/**
	 * Returns the cache of a name.
	 * @param <V> the type of the values
	 * @param name the name of the cache
	 * @param type the type of the values
	 * @return the cache, the same one for the same name
	 * @throws IllegalArgumentException if the name is not a {@link CacheName}
	 * @throws CacheException if the cache is in use for another type
	 */
	default <V> ReactiveCache<V> cache(String name, Class<V> type) {
		return cache(name, ParameterizedTypeReference.forType(type));
	}

	/**
	 * Returns the cache of a name, for values of a generic type.
	 * @param <V> the type of the values
	 * @param name the name of the cache
	 * @param type the type of the values
	 * @return the cache, the same one for the same name
	 * @throws IllegalArgumentException if the name is not a {@link CacheName}
	 * @throws CacheException if the cache is in use for another type
	 */
	<V> ReactiveCache<V> cache(String name, ParameterizedTypeReference<V> type);

	/**
	 * Returns the names of the caches in use.
	 * @return the names, in alphabetical order
	 */
	SortedSet<CacheName> cacheNames();

}
