/**
 * Reading through a cache: looking up, and what happens on a miss.
 */
@NullMarked
package io.freshet.caching.load;

import org.jspecify.annotations.NullMarked;
