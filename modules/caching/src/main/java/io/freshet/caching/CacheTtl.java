package io.freshet.caching;

import java.time.Duration;

/**
 * Says how long an entry lives, once its value is known.
 *
 * @param <V> the type of the value; for a {@code Flux} the type of one element, and the
 * shortest time of all counts
 */
@FunctionalInterface
public interface CacheTtl<V> {

	/**
	 * Returns the lifetime of a value until its soft expiry. One that is longer than the
	 * ledger remembers invalidations, or than the lifetime that an administrator set
	 * while the application runs, is cut to that.
	 * @param value the value that was loaded
	 * @return the lifetime; zero or less if the value must not be kept
	 */
	Duration ttlOf(V value);

}
