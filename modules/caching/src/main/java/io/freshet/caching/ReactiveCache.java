package io.freshet.caching;

import java.time.Duration;
import java.util.Collection;

import reactor.core.publisher.Mono;

import io.freshet.caching.CacheValue.Present;

/**
 * One cache, for values of one type. All publishers are cold; values must not be changed
 * by those who receive them, because they are shared.
 *
 * @param <V> the type of the values
 */
public interface ReactiveCache<V> {

	/**
	 * Returns the name of this cache.
	 * @return the name
	 */
	CacheName name();

	/**
	 * Returns this cache with another lifetime for what is loaded or put through it.
	 * @param ttl the lifetime of an entry
	 * @return the same entries, filled with that lifetime
	 * @throws IllegalArgumentException if the lifetime is not positive
	 */
	ReactiveCache<V> withTtl(Duration ttl);

	/**
	 * Returns an operator that reads through this cache.
	 * @param key the key of the entry
	 * @param tags the cache tags of the entry; those of what the origin itself reads from
	 * a cache are added
	 * @return the operator
	 */
	default CachingOperator<V> caching(CacheKey key, CacheTag... tags) {
		return caching(key, CacheTagger.always(tags));
	}

	/**
	 * Returns an operator that reads through this cache and tags an entry by its value.
	 * @param key the key of the entry
	 * @param tagger says the cache tags of the entry; those of what the origin itself
	 * reads from a cache are added
	 * @return the operator
	 */
	CachingOperator<V> caching(CacheKey key, CacheTagger<? super V> tagger);

	/**
	 * Looks an entry up. One subscription costs one look at the near tier and, if that
	 * misses, one round trip to the shared tier. Inside a reactive transaction nothing is
	 * looked up.
	 * @param key the key of the entry
	 * @return the value; empty if there is no valid entry, or one that says that there is
	 * no value; never an error from the cache
	 * @see #lookup
	 */
	default Mono<V> get(CacheKey key) {
		return lookup(key).mapNotNull((found) -> (found instanceof Present<V> present) ? present.value() : null);
	}

	/**
	 * Looks an entry up as {@link #get} does, and tells the knowledge that there is no
	 * value from a miss.
	 * @param key the key of the entry
	 * @return what is known; empty if there is no valid entry; never an error from the
	 * cache
	 */
	Mono<CacheValue<V>> lookup(CacheKey key);

	/**
	 * Stores a value that the caller has made. Prefer
	 * {@link #caching(CacheKey, CacheTag...)}: a value read before this call and
	 * invalidated in between would be stored as valid, which the operator rules out.
	 * Inside a reactive transaction nothing is stored.
	 * @param key the key of the entry
	 * @param value the value
	 * @param tags the cache tags of the entry
	 * @return completes when the near tier has the entry; the shared tier is written
	 * behind it
	 */
	Mono<Void> put(CacheKey key, V value, CacheTag... tags);

	/**
	 * Invalidates one entry, in every instance. Inside a reactive transaction it takes
	 * effect with the commit.
	 * @param key the key of the entry
	 * @return completes when the invalidation is recorded; an error if it could not be
	 */
	Mono<Void> invalidate(CacheKey key);

	/**
	 * Invalidates several entries, as {@link #invalidate(CacheKey)} does one.
	 * @param keys the keys of the entries
	 * @return completes when the invalidation is recorded; an error if it could not be
	 */
	Mono<Void> invalidate(Collection<CacheKey> keys);

}
