package io.freshet;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the caches behind Spring's interface as well, where the endpoint {@code /caches}
 * of the actuator finds them.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class CacheManagerConfiguration {

}
