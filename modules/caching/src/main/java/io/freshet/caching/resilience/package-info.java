/**
 * Timeout, circuit breaker and fallback around a store.
 */
@NullMarked
package io.freshet.caching.resilience;

import org.jspecify.annotations.NullMarked;
