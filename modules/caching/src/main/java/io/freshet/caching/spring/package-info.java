/**
 * Spring's cache abstraction on the engine: {@code @Cacheable}, {@code @CacheEvict},
 * {@code @CachePut} and {@code CacheManager}, on reactive and on blocking methods.
 */
@NullMarked
package io.freshet.caching.spring;

import org.jspecify.annotations.NullMarked;
