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
 * argument that there is not, or a setting that is out of its range stops the start of
 * the application with a message that names the method.
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
	 * Lifetime of an entry until its soft expiry, for example {@code 5m} or {@code PT5M};
	 * or a SpEL template that makes one of the arguments and of the value that was loaded
	 * (for a {@code Flux} of each element, and the shortest counts), for example
	 * <code>#{#result.maxAge}</code>: a {@link java.time.Duration} or its text, of zero
	 * or less if the value must not be kept. Without one, that of the cache.
	 * @return the duration or the template
	 */
	String ttl() default "";

	/**
	 * Lifetime of an entry until its hard expiry, a duration. Without one, the time
	 * between the two is that of the cache.
	 * @return the duration
	 */
	String hardTtl() default "";

	/**
	 * Time after which an entry that nobody read counts as gone, a duration. Without one,
	 * that of the cache, as for all settings that follow.
	 * @return the duration
	 */
	String tti() default "";

	/**
	 * Fraction by which lifetimes are shortened at random, a number from 0 to 1.
	 * @return the number
	 */
	String jitter() default "";

	/**
	 * Lifetime of the knowledge that there is no value, a duration; zero if that is not
	 * to be remembered.
	 * @return the duration
	 */
	String negativeTtl() default "";

	/**
	 * Lifetime of the memory of an error, a duration.
	 * @return the duration
	 */
	String errorTtl() default "";

	/**
	 * Errors that are remembered, subclasses included.
	 * @return the classes
	 */
	Class<? extends Throwable>[] cachedErrors() default {};

	/**
	 * Time that a caller waits for a load while there is a stale value, a duration; zero
	 * for at once.
	 * @return the duration
	 */
	String softTimeout() default "";

	/**
	 * Time that a caller waits for a load in any case, a duration.
	 * @return the duration
	 */
	String hardTimeout() default "";

	/**
	 * Fraction of the lifetime from which on a hit begins to load anew, a number above 0
	 * and at most 1.
	 * @return the number
	 * @see RefreshAhead
	 */
	String refreshAheadAge() default "";

	/**
	 * How eager hits are to load anew the nearer the end is, a number of 0 or more.
	 * @return the number
	 * @see RefreshAhead
	 */
	String refreshAheadBeta() default "";

	/**
	 * Time after a failed load in which no other is tried while there is a value to
	 * serve, a duration.
	 * @return the duration
	 */
	String retryAfter() default "";

	/**
	 * Duration of the lease under which one instance at a time loads a key.
	 * @return the duration
	 * @see LeasePolicy
	 */
	String lease() default "";

	/**
	 * Time after which an instance that waits for the lease of another loads all the
	 * same, a duration.
	 * @return the duration
	 * @see LeasePolicy
	 */
	String leaseMaxWait() default "";

	/**
	 * Time for which an entry is served, marked as stale, while the ledger cannot be read
	 * and nobody can judge it, a duration; zero if never.
	 * @return the duration
	 */
	String failSafe() default "";

	/**
	 * Fraction of the hits whose value is loaded once more in the background and
	 * compared, a number from 0 to 1.
	 * @return the number
	 */
	String stalenessSampling() default "";

	/**
	 * Cache tags of an entry: SpEL templates over the arguments and, as {@code #result},
	 * the value that was loaded (for a {@code Flux} each element), for example
	 * <code>post:#{#id}</code>.
	 * @return the templates
	 */
	String[] tags() default {};

}
