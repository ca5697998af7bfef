package io.freshet.caching.store;

import java.time.Duration;
import java.time.Instant;

/**
 * When an entry was made and how long it lasts, in whole milliseconds; the load time in
 * whole microseconds.
 *
 * @param created when the value was loaded
 * @param softExpiry from when on a refresh is due, serving still allowed
 * @param expires from when on the entry must not be used
 * @param loadTime how long the origin took, zero if nobody measured it
 */
public record EntryTimes(Instant created, Instant softExpiry, Instant expires, Duration loadTime) {

	/**
	 * Makes the times of an entry without a soft expiry of its own.
	 * @param created when the value was loaded
	 * @param expires from when on the entry must not be used, and a refresh is due
	 * @return the times
	 */
	public static EntryTimes until(Instant created, Instant expires) {
		return new EntryTimes(created, expires, expires, Duration.ZERO);
	}

}
