package io.freshet.caching.store;

import java.util.Locale;

/**
 * Why a value was served that may be out of date for longer than the bound.
 */
public enum StaleReason {

	/**
	 * Its time had passed, and its cache asks the origin behind the caller's back.
	 */
	REVALIDATING,

	/**
	 * Its time had passed, and the load took longer than the caller may wait.
	 */
	SLOW_LOAD,

	/**
	 * Its time had passed, and the load failed.
	 */
	FAILED_LOAD,

	/**
	 * Its time had passed, and a load failed a short while ago, so none was tried.
	 */
	PAUSED,

	/**
	 * The ledger cannot be read, so that nobody can judge it, and its cache puts
	 * availability first.
	 */
	UNJUDGED;

	/**
	 * Returns the name in meters and reports.
	 * @return the name in lower case, with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
