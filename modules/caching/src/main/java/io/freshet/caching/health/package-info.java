/**
 * Health of the caches: without the shared tier they are degraded, yet up.
 */
@NullMarked
package io.freshet.caching.health;

import org.jspecify.annotations.NullMarked;
