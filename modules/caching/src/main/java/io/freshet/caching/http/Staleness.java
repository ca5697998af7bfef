package io.freshet.caching.http;

/**
 * By what right a stored response is served.
 */
public enum Staleness {

	/**
	 * It is fresh (RFC 9111, section 4.2).
	 */
	FRESH,

	/**
	 * It says that it may be served while it is validated (RFC 5861, section 3).
	 */
	STALE_WHILE_REVALIDATE,

	/**
	 * The client takes it as stale as it is (RFC 9111, section 5.2.1.2).
	 */
	MAX_STALE,

	/**
	 * The origin failed (RFC 5861, section 4, and RFC 9111, section 4.2.4).
	 */
	STALE_IF_ERROR

}
