package io.freshet.caching.store;

import java.util.Locale;

/**
 * What came of loading a value again that had been served from the cache, to see whether
 * it was right.
 */
public enum SampleOutcome {

	/**
	 * The origin says the same.
	 */
	SAME,

	/**
	 * The origin says something else, and no invalidation of the entry became known.
	 */
	STALE,

	/**
	 * The entry was invalidated or replaced meanwhile, or nobody could judge it, so that
	 * a difference would say nothing.
	 */
	OVERTAKEN,

	/**
	 * The origin failed, or the work was refused because too much was under way.
	 */
	FAILED;

	/**
	 * Returns the name in meters and reports.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
