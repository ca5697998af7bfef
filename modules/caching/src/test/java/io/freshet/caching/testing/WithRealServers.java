package io.freshet.caching.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.ContextConfiguration;

/**
 * Gives the application context of a test a PostgreSQL database and a Redis database of
 * its own on the shared servers, see {@link RealServers}:
 *
 * <pre class="code">
 * &#64;WithRealServers
 * &#64;SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
 * class ThingsIT { ... }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ContextConfiguration(initializers = RealServers.class)
public @interface WithRealServers {

}
