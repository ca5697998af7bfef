package io.freshet.caching.web;

import java.time.Duration;

import org.springframework.http.HttpHeaders;

/**
 * How the cache handled a request, told to the client: {@code X-Cache} as is customary,
 * {@code Cache-Status} as RFC 9211 defines it, and {@code Age} (RFC 9111, section 5.1).
 */
final class CacheStatusHeaders {

	private static final String X_CACHE = "X-Cache";

	private static final String CACHE_STATUS = "Cache-Status";

	private static final String DETAIL = "; detail=";

	private static final String UNJUDGED = DETAIL + "unjudged";

	private static final String STALE_PARTS = "; detail=stale-parts";

	private CacheStatusHeaders() {
	}

	static void hit(HttpHeaders headers, Duration age, Duration remaining) {
		headers.set(X_CACHE, "HIT");
		headers.set(CACHE_STATUS, "Freshet; hit; ttl=" + remaining.toSeconds());
		headers.set(HttpHeaders.AGE, Long.toString(Math.max(0, age.toSeconds())));
	}

	/**
	 * A hit that nobody could judge, on a route that puts availability first.
	 */
	static void stale(HttpHeaders headers, Duration age, Duration remaining) {
		hit(headers, age, remaining);
		stale(headers, UNJUDGED);
	}

	/**
	 * An answer of the handler, of parts that nobody could judge or whose time had
	 * passed. That matters more than why the cache was passed by, and there is room for
	 * one detail.
	 */
	static void staleParts(HttpHeaders headers) {
		stale(headers, STALE_PARTS);
	}

	private static void stale(HttpHeaders headers, String detail) {
		headers.set(X_CACHE, "STALE");
		String status = String.valueOf(headers.getFirst(CACHE_STATUS));
		int known = status.indexOf(DETAIL);
		headers.set(CACHE_STATUS, ((known < 0) ? status : status.substring(0, known)) + detail);
	}

	static void miss(HttpHeaders headers, String reason) {
		headers.set(X_CACHE, "MISS");
		headers.set(CACHE_STATUS, "Freshet; fwd=" + reason);
	}

	static void bypass(HttpHeaders headers, String reason) {
		headers.set(X_CACHE, "BYPASS");
		headers.set(CACHE_STATUS, "Freshet; fwd=bypass" + DETAIL + reason);
	}

}
