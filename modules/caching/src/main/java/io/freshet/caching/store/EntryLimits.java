package io.freshet.caching.store;

import io.freshet.caching.CacheTag;

/**
 * How large an entry may be. The texts of keys and tags have limits that cannot be set:
 * {@link io.freshet.caching.CacheKey#MAX_LENGTH} and {@link CacheTag#MAX_LENGTH}.
 *
 * @param valueSize the longest encoded value, in bytes
 * @param tags the largest number of tags
 */
public record EntryLimits(int valueSize, int tags) {

	/**
	 * No limit but that of an array, and of what a stored entry may state.
	 */
	public static final EntryLimits NONE = new EntryLimits(Integer.MAX_VALUE - 16, Integer.MAX_VALUE);

}
