package io.freshet.caching.spring;

import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheName;

/**
 * The types of the values of caches, and who said so. A payload never says its type.
 */
final class ValueTypes {

	private final ConcurrentMap<CacheName, Declared> types = new ConcurrentHashMap<>();

	/**
	 * Declares the type of a cache.
	 * @throws CacheException if another type was declared
	 */
	void declare(CacheName cache, Type type, String where) {
		Declared mine = new Declared(type, where);
		Declared known = this.types.putIfAbsent(cache, mine);
		if (known != null && !known.type().getTypeName().equals(type.getTypeName())) {
			throw new CacheException(
					"Cache '" + cache + "' would hold values of two types: " + known.type().getTypeName() + " by "
							+ known.where() + ", and " + type.getTypeName() + " by " + where,
					"Give one of the two a cache of another name.");
		}
	}

	/**
	 * Returns the type of a cache.
	 * @throws CacheException if nobody declared it
	 */
	ParameterizedTypeReference<Object> typeOf(CacheName cache) {
		Declared known = this.types.get(cache);
		if (known == null) {
			throw new CacheException(
					"Cache '" + cache + "' has no type, so its values can be neither encoded nor decoded",
					"Fill it through a method with @Cacheable or @CachePut, whose return type is the type, or declare a"
							+ " bean of SpringCacheType.of(\"" + cache + "\", ...).");
		}
		return ParameterizedTypeReference.forType(known.type());
	}

	boolean isDeclared(CacheName cache) {
		return this.types.containsKey(cache);
	}

	/** A type, and the method or bean that it comes from. */
	private record Declared(Type type, String where) {
	}

}
