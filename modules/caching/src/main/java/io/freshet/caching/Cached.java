package io.freshet.caching;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts a cache in front of a method that returns a {@code Mono} or a {@code Flux}, as
 * {@link CachingOperator} does for a publisher.
 *
 * <pre class="code">
 * &#64;Cached(cache = "my-data", key = "#id", ttl = "5m", tags = "post:#{#id}")
 * public Mono&lt;Data&gt; findData(String id) { ... }
 * </pre>
 * <p>
 * The method is intercepted by a proxy: a call from within the same object is not cached.
 * A method that returns anything else, an expression that does not parse or refers to an
 * argument that there is not, or a time that is not a duration stops the start of the
 * application with a message that names the method.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Cached {

	/**
	 * Name of the cache, see {@link CacheName}.
	 * @return the name
	 */
	String cache();

	/**
	 * Parts of the key: SpEL expressions over the arguments by name ({@code #id}) or
	 * position ({@code #p0}), separated by commas. Without any, all arguments are the
	 * key.
	 * @return the expressions
	 */
	String key() default "";

	/**
	 * Lifetime of an entry, for example {@code 5m} or {@code PT5M}. Without one, that of
	 * the cache.
	 * @return the duration
	 */
	String ttl() default "";

	/**
	 * Cache tags of an entry: SpEL templates over the arguments and, as {@code #result},
	 * the value that was loaded (for a {@code Flux} each element), for example
	 * <code>post:#{#id}</code>.
	 * @return the templates
	 */
	String[] tags() default {};

}
