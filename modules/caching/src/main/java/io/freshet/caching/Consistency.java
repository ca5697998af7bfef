package io.freshet.caching;

/**
 * What comes first for a cache or a route while the ledger of invalidations cannot be
 * read, so that nobody can say whether an entry is still valid.
 */
public enum Consistency {

	/**
	 * The bound: what cannot be judged is not served, the origin is asked.
	 */
	CONSISTENT,

	/**
	 * An answer: what was valid when last heard is served, marked as stale, for as long
	 * as the fail-safe time allows.
	 */
	AVAILABLE

}
