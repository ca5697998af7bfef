package io.freshet.caching.caffeine;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Remembers for a while that something was the case for a key; a bounded number of keys.
 * Safe for use by several threads.
 *
 * @param <K> the type of the keys
 */
public final class RecentKeys<K> {

	private final Cache<K, Boolean> keys;

	/**
	 * Remembers nothing yet.
	 * @param memory for how long a key is remembered
	 * @param most how many keys are remembered
	 */
	public RecentKeys(Duration memory, long most) {
		this.keys = Caffeine.newBuilder().maximumSize(most).expireAfterWrite(memory).executor(Runnable::run).build();
	}

	/**
	 * Remembers a key from now on.
	 * @param key the key
	 */
	public void add(K key) {
		this.keys.put(key, Boolean.TRUE);
	}

	/**
	 * Forgets a key.
	 * @param key the key
	 */
	public void remove(K key) {
		this.keys.invalidate(key);
	}

	/**
	 * Returns whether a key is remembered.
	 * @param key the key
	 * @return whether it is
	 */
	public boolean contains(K key) {
		return this.keys.getIfPresent(key) != null;
	}

}
