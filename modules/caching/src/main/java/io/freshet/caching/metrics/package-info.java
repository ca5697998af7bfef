/**
 * What the caches count, as reports and as meters.
 */
@NullMarked
package io.freshet.caching.metrics;

import org.jspecify.annotations.NullMarked;
