package io.freshet.caching.spring;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Says the type of the values of a cache that no annotated method fills, so that it can
 * be used through {@link org.springframework.cache.CacheManager} alone. Declare it as a
 * bean.
 *
 * @param cache the name of the cache
 * @param type the type of its values
 */
public record SpringCacheType(String cache, ParameterizedTypeReference<?> type) {

	/**
	 * Says the type of the values of a cache.
	 * @param cache the name of the cache
	 * @param type the type of its values
	 * @return what to declare as a bean
	 */
	public static SpringCacheType of(String cache, Class<?> type) {
		return new SpringCacheType(cache, ParameterizedTypeReference.forType(type));
	}

}
