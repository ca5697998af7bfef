package io.freshet.caching.store;

/**
 * How a look at one tier ended.
 */
public enum LookupOutcome {

	/**
	 * A valid entry was found.
	 */
	HIT,

	/**
	 * There was no entry, or it had expired.
	 */
	MISS,

	/**
	 * There was an entry whose data has changed since.
	 */
	INVALID,

	/**
	 * There was an entry that could not be judged, because the view of the ledger was
	 * older than the bound.
	 */
	UNJUDGED,

	/**
	 * An entry was used although it could not be judged, because its cache puts
	 * availability first.
	 */
	STALE

}
