package io.freshet.caching.store;

import java.nio.charset.StandardCharsets;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;

/**
 * Identifies an entry among all caches.
 *
 * @param cache the cache
 * @param key the key inside it
 * @param shape a hash of the form of the values, so that two versions of a program, whose
 * values have different forms, each find their own; no part of the text
 */
public record EntryKey(CacheName cache, CacheKey key, long shape) {

	/**
	 * Makes the key of an entry whose form never changes.
	 * @param cache the cache
	 * @param key the key inside it
	 */
	public EntryKey(CacheName cache, CacheKey key) {
		this(cache, key, 0);
	}

	/**
	 * Reads the full text of a key whose form never changes.
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
	 * Returns this key for another form of the values.
	 * @param shape the hash of the form
	 * @return the key
	 */
	public EntryKey withShape(long shape) {
		return new EntryKey(this.cache, this.key, shape);
	}

	/**
	 * Returns the full text: the cache name, a colon and the key.
	 * @return the text
	 */
	public String text() {
		return this.cache.value() + ":" + this.key.value();
	}

	/**
	 * Returns the hash code of the text, without making the text.
	 */
	int textHash() {
		int hash = 31 * this.cache.value().hashCode() + ':';
		String rest = this.key.value();
		int base = 31;
		for (int length = rest.length(); length > 0; length >>= 1) {
			if ((length & 1) != 0) {
				hash *= base;
			}
			base *= base;
		}
		return hash + rest.hashCode();
	}

	/**
	 * Returns what stands for this key where the key itself must not be seen, which may
	 * be personal, or would be too long.
	 * @return the digest
	 */
	public String digest() {
		return new String(KeyDigest.of(this), StandardCharsets.ISO_8859_1);
	}

	@Override
	public String toString() {
		return text();
	}

}
