package io.freshet.caching.http;

/**
 * Why a response is not kept.
 */
public enum RefusalReason {

	/**
	 * It answers a method whose responses are not kept (RFC 9111, section 3).
	 */
	METHOD,

	/**
	 * Its status code is not among those of the route, or does not allow it (RFC 9111,
	 * section 3 and 5.2.2.3).
	 */
	STATUS,

	/**
	 * It says {@code no-store}, {@code no-cache} or {@code private}.
	 */
	CACHE_CONTROL,

	/**
	 * The request says {@code no-store} (RFC 9111, section 5.2.1.5).
	 */
	REQUEST_NO_STORE,

	/**
	 * The request carried credentials, and the response does not say that it is for
	 * others as well (RFC 9111, section 3.5).
	 */
	AUTHORIZATION,

	/**
	 * The request carried cookies, which the route does not say to ignore.
	 */
	COOKIES,

	/**
	 * It is not fresh for any time, and cannot be validated either.
	 */
	NOT_FRESH,

	/**
	 * It sets a cookie.
	 */
	SET_COOKIE,

	/**
	 * It varies by more than header fields of the request, or by a field that it does not
	 * name.
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
	STALE_PARTS;

	/**
	 * Returns whether the same response to another request might be kept.
	 */
	boolean isOfRequest() {
		return this == METHOD || this == REQUEST_NO_STORE || this == AUTHORIZATION || this == COOKIES;
	}

}
