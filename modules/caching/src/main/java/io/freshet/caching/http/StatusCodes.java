package io.freshet.caching.http;

import java.util.Set;

/**
 * What the status code of a response says about keeping it.
 */
final class StatusCodes {

	/** RFC 9110, section 15.1. */
	private static final Set<Integer> HEURISTICALLY_CACHEABLE = Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410,
			414, 501);

	/** Those of RFC 9110, section 15, but for the ones that need more than being kept. */
	private static final Set<Integer> UNDERSTOOD = Set.of(200, 201, 202, 203, 204, 205, 300, 301, 302, 303, 305, 307,
			308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422,
			426, 500, 501, 502, 503, 504, 505);

	private StatusCodes() {
	}

	static boolean isHeuristicallyCacheable(int status) {
		return HEURISTICALLY_CACHEABLE.contains(status);
	}

	/**
	 * RFC 9111, section 5.2.2.3.
	 */
	static boolean isUnderstood(int status) {
		return UNDERSTOOD.contains(status);
	}

	/**
	 * Returns whether a response of this status is worth asking about: an origin
	 * evaluates conditions only where the answer would be successful (RFC 9110, section
	 * 13.2.1), so its 304 says nothing about an error that was kept.
	 */
	static boolean isValidated(int status) {
		return status >= 200 && status < 300;
	}

}
