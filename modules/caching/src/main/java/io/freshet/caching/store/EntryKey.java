package io.freshet.caching.store;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;

/**
 * Identifies an entry among all caches.
 *
 * @param cache the cache
 * @param key the key inside it
 */
public record EntryKey(CacheName cache, CacheKey key) {

	/**
	 * Reads the full text of a key.
	 * @param text the cache name, a colon and the key
	 * @return the key
	 * @throws IllegalArgumentException if the text does not begin with a cache name and a
	 * colon
	 */
	public static EntryKey parse(String text) {
		int colon = text.indexOf(':');
		if (colon < 0) {
			throw new IllegalArgumentException("No cache name in front of key '" + text + "'");
		}
		return new EntryKey(CacheName.of(text.substring(0, colon)), new CacheKey(text.substring(colon + 1)));
	}

	/**
	 * Returns the full text: the cache name, a colon and the key.
	 * @return the text
	 */
	public String text() {
		return this.cache.value() + ":" + this.key.value();
	}

	@Override
	public String toString() {
		return text();
	}

}
