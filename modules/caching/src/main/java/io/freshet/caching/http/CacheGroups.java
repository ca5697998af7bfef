package io.freshet.caching.http;

import java.util.Set;

/**
 * Groups of responses of one origin that are invalidated together (RFC 9875). A field
 * that is no list of strings is ignored.
 */
public final class CacheGroups {

	/** RFC 9875, section 2: a cache supports at least as many. */
	private static final int MAX_GROUPS = 32;

	private CacheGroups() {
	}

	/**
	 * Returns the groups that a response belongs to (RFC 9875, section 2).
	 * @param response the header fields of the response
	 * @return the first 32 groups that {@code Cache-Groups} names
	 */
	public static Set<String> of(HeaderFields response) {
		return StructuredFields.strings(response.values("Cache-Groups"), MAX_GROUPS);
	}

	/**
	 * Returns the groups that the response to an unsafe method invalidates (RFC 9875,
	 * section 3).
	 * @param response the header fields of the response
	 * @return the first 32 groups that {@code Cache-Group-Invalidation} names
	 */
	public static Set<String> invalidated(HeaderFields response) {
		return StructuredFields.strings(response.values("Cache-Group-Invalidation"), MAX_GROUPS);
	}

}
