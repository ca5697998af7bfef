package io.freshet.caching.load;

import java.time.Instant;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.invalidation.Stamp;

/**
 * How a load began.
 *
 * @param stamp the snapshot that was known before the origin was asked
 * @param at when that was
 * @param dependencies collects the tags of what the origin reads from caches
 * @param replacesValue whether there is a value to serve if the load fails
 */
record Beginning(Stamp stamp, Instant at, CacheDependencies dependencies, boolean replacesValue) {
}
