package io.freshet.caching.load;

import java.util.Set;

import io.freshet.caching.CacheTag;

/**
 * An element on its way from an origin to those who read it.
 *
 * @param value the element
 * @param tags the cache tags that came up since the element before
 * @param stale whether something went in that may be out of date for longer than the
 * bound
 */
record Streamed<V>(V value, Set<CacheTag> tags, boolean stale) {
}
