/**
 * The shared tier, on Redis: its keys and the format of its values.
 */
@NullMarked
package io.freshet.caching.redis;

import org.jspecify.annotations.NullMarked;
