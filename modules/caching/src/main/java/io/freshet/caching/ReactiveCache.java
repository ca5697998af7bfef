package io.freshet.caching;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
	 * The largest number of keys that can be read at once.
	 */
	int MAX_KEYS = 10_000;

	/**
	 * Returns the name of this cache.
	 * @return the name
	 */
	CacheName name();

	/**
	 * Returns this cache with other settings for what is read, loaded or put through it.
	 * @param change makes the settings from those of this cache
	 * @return the same entries, under those settings
	 * @throws IllegalArgumentException if a setting is out of its range
	 */
	ReactiveCache<V> with(UnaryOperator<CachePolicy> change);

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
	 * Returns an operator that reads through this cache, and tags an entry and limits its
	 * lifetime by its value.
	 * @param key the key of the entry
	 * @param tagger says the cache tags of the entry; those of what the origin itself
	 * reads from a cache are added
	 * @param ttl says the lifetime of the entry
	 * @return the operator
	 */
	CachingOperator<V> caching(CacheKey key, CacheTagger<? super V> tagger, CacheTtl<? super V> ttl);

	/**
	 * Looks an entry up. One subscription costs one look at the near tier and, if that
	 * misses, one round trip to the shared tier. Inside a reactive transaction nothing is
	 * looked up.
	 * @param key the key of the entry
	 * @return the value; empty if there is no fresh and valid entry, or one that says
	 * that there is no value; never an error from the cache
	 * @see #lookup
	 */
	default Mono<V> get(CacheKey key) {
		return lookup(key).mapNotNull((found) -> (found instanceof Present<V> present) ? present.value() : null);
	}

	/**
	 * Looks an entry up as {@link #get} does, and tells the knowledge that there is no
	 * value from a miss.
	 * @param key the key of the entry
	 * @return what is known; empty if there is no fresh and valid entry; never an error
	 * from the cache
	 */
	Mono<CacheValue<V>> lookup(CacheKey key);

	/**
	 * Reads several entries at once, and has those loaded together that there are not. As
	 * {@link #getAll(Collection, Function, Function)} does, with entries that carry no
	 * tags but those of what the loader itself reads from a cache.
	 * @param keys the keys of the entries
	 * @param loader asks the origin
	 * @return the values
	 */
	default Mono<Map<CacheKey, V>> getAll(Collection<CacheKey> keys,
			Function<? super Set<CacheKey>, ? extends Mono<Map<CacheKey, V>>> loader) {
		return getAll(keys, loader, (key) -> CacheTagger.<V>always());
	}

	/**
	 * Reads several entries at once, and has those loaded together that there are not.
	 * The entries are those of {@link #caching(CacheKey, CacheTagger)} for a
	 * {@code Mono}.
	 * <p>
	 * One subscription looks for all keys in the near tier, for the rest of them in the
	 * shared tier with one round trip for each thousand, and calls the loader at most
	 * once with what is left, but for keys that others are loading just then: those loads
	 * are joined. Should one of these not be new enough for this caller, the loader is
	 * called once more. A key that the loader does not answer for counts as having no
	 * value, which is remembered as the policy says. The loader's error is that of the
	 * whole, unless for all that it was to bring there are values whose time has passed
	 * and that the policy still allows. It is not remembered, and leases are not asked
	 * for. Inside a reactive transaction everything is loaded and nothing kept.
	 * @param keys the keys of the entries; each counts once, and {@value #MAX_KEYS} are
	 * the most
	 * @param loader asks the origin for the values of some of the keys, in the context of
	 * the subscriber
	 * @param taggers gives what says the cache tags of the entry of a key; those of what
	 * the loader itself reads from a cache are added to every entry
	 * @return the values, in the order of the keys, without those keys that have none; an
	 * {@link IllegalArgumentException} if there are too many
	 */
	Mono<Map<CacheKey, V>> getAll(Collection<CacheKey> keys,
			Function<? super Set<CacheKey>, ? extends Mono<Map<CacheKey, V>>> loader,
			Function<? super CacheKey, ? extends CacheTagger<? super V>> taggers);

	/**
	 * Reads several entries at once, as {@link #getAll(Collection, Function, Function)}
	 * does, and limits the lifetime of what is loaded by its value.
	 * @param keys the keys of the entries
	 * @param loader asks the origin
	 * @param taggers gives what says the cache tags of the entry of a key
	 * @param ttl says the lifetime of an entry
	 * @return the values
	 */
	Mono<Map<CacheKey, V>> getAll(Collection<CacheKey> keys,
			Function<? super Set<CacheKey>, ? extends Mono<Map<CacheKey, V>>> loader,
			Function<? super CacheKey, ? extends CacheTagger<? super V>> taggers, CacheTtl<? super V> ttl);

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
