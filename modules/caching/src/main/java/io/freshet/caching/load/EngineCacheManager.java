package io.freshet.caching.load;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.codec.ValueCodecs;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.store.ValueCodec;

/**
 * Hands out caches over one engine.
 */
public final class EngineCacheManager implements ReactiveCacheManager {

	private final ConcurrentMap<CacheName, Known> caches = new ConcurrentHashMap<>();

	private final CacheEngine engine;

	private final TransactionalInvalidator invalidator;

	private final Function<CacheName, CachePolicy> policies;

	private final ValueCodecs codecs;

	/**
	 * Makes a manager of caches whose values are JSON.
	 * @param engine the engine of the caches
	 * @param invalidator records invalidations of keys
	 * @param policies gives the policy of a cache
	 * @param mapper encodes the values
	 */
	public EngineCacheManager(CacheEngine engine, TransactionalInvalidator invalidator,
			Function<CacheName, CachePolicy> policies, JsonMapper mapper) {
		this(engine, invalidator, policies, new ValueCodecs(List.of(), mapper));
	}

	/**
	 * Makes a manager.
	 * @param engine the engine of the caches
	 * @param invalidator records invalidations of keys
	 * @param policies gives the policy of a cache
	 * @param codecs finds the codecs of the values
	 */
	public EngineCacheManager(CacheEngine engine, TransactionalInvalidator invalidator,
			Function<CacheName, CachePolicy> policies, ValueCodecs codecs) {
		this.engine = engine;
		this.invalidator = invalidator;
		this.policies = policies;
		this.codecs = codecs;
	}

	@Override
	public <V> ReactiveCache<V> cache(String name, ParameterizedTypeReference<V> type) {
		return stampedCache(name, type);
	}

	/**
	 * Returns the cache of a name, for callers who know when what they put was read.
	 * @param <V> the type of the values
	 * @param name the name of the cache
	 * @param type the type of the values
	 * @return the cache, the same one for the same name
	 * @throws IllegalArgumentException if the name is not a {@link CacheName}
	 * @throws CacheException if the cache is in use for another type
	 */
	@SuppressWarnings("unchecked")
	public <V> StampedCache<V> stampedCache(String name, ParameterizedTypeReference<V> type) {
		Known known = this.caches.computeIfAbsent(CacheName.of(name), (cacheName) -> make(cacheName, type.getType()));
		if (!known.type().equals(type.getType())) {
			throw new CacheException("Cache '" + name + "' holds values of type " + known.type().getTypeName()
					+ " and cannot hold " + type.getType().getTypeName() + ": use a cache of another name");
		}
		return (StampedCache<V>) known.cache();
	}

	private Known make(CacheName name, Type type) {
		return new Known(type, make(name, this.codecs.codecFor(type)));
	}

	private <V> StampedCache<V> make(CacheName name, ValueCodec<V> codec) {
		return new TypedCache<>(name, this.policies.apply(name), codec, this.codecs.listOf(codec), this.engine,
				this.invalidator);
	}

	@Override
	public SortedSet<CacheName> cacheNames() {
		return Collections.unmodifiableSortedSet(new TreeSet<>(this.caches.keySet()));
	}

	private record Known(Type type, StampedCache<?> cache) {
	}

}
