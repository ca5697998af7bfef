package io.freshet.caching.http;

/**
 * Why a response is not kept.
 */
public enum RefusalReason {

	/**
	 * Its status code is not among those of the route.
	 */
	STATUS,

	/**
	 * It says {@code no-store}, {@code no-cache} or {@code private}.
	 */
	CACHE_CONTROL,

	/**
	 * It sets a cookie.
	 */
	SET_COOKIE,

	/**
	 * It varies by more than header fields of the request.
	 */
	VARY,

	/**
	 * It is a part of a representation.
	 */
	PARTIAL,

	/**
	 * Its body is longer than the route allows.
	 */
	TOO_LARGE,

	/**
	 * Its body is not as long as its {@code Content-Length} says.
	 */
	INCOMPLETE,

	/**
	 * Something went into it that may be out of date for longer than the bound.
	 */
	STALE_PARTS

}
