/**
 * The public interface of the cache: what an application names when it caches and
 * invalidates.
 */
@NullMarked
package io.freshet.caching;

import org.jspecify.annotations.NullMarked;
