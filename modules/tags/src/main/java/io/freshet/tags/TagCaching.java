package io.freshet.tags;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

/**
 * Has the annotations of Spring's cache abstraction obeyed.
 */
@Configuration(proxyBeanMethods = false)
@EnableCaching
class TagCaching {

}
