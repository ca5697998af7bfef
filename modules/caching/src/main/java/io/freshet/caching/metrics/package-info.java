/**
 * What the caches count, as reports and as meters.
 */
@NamedInterface("metrics")
@NullMarked
package io.freshet.caching.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
