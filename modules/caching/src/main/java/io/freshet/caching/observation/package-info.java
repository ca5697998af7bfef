/**
 * Spans of what takes time, through Micrometer's observations. The only importer of
 * those.
 */
@NullMarked
package io.freshet.caching.observation;

import org.jspecify.annotations.NullMarked;
