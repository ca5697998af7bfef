package io.freshet.caching.store;

import java.util.Locale;

/**
 * How asking for a lease ended.
 */
public enum LeaseOutcome {

	/**
	 * It was granted.
	 */
	GRANTED,

	/**
	 * Another instance held it and brought an entry, which was used.
	 */
	SHARED,

	/**
	 * Another instance held it for longer than the longest wait.
	 */
	TIMED_OUT,

	/**
	 * The shared tier could not be asked.
	 */
	UNAVAILABLE;

	/**
	 * Returns the name in meters and reports.
	 * @return the name in lower case, with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
