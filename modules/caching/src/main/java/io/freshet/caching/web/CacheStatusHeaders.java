package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.springframework.http.HttpHeaders;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.http.ResponseFreshness;
import io.freshet.caching.store.ResponseOutcome;

/**
 * How the cache handled a request, told to the client: {@code X-Cache} as is customary,
 * {@code Cache-Status} as RFC 9211 defines it, and {@code Age} (RFC 9111, section 5.1).
 * Each method returns what it told, for whoever counts it.
 */
final class CacheStatusHeaders {

	private static final String X_CACHE = "X-Cache";

	private static final String CACHE_STATUS = "Cache-Status";

	private static final String HIT = "HIT";

	private static final String MISS = "MISS";

	private static final String STALE = "STALE";

	private static final String BYPASS = "BYPASS";

	private static final String REVALIDATED = "REVALIDATED";

	private CacheStatusHeaders() {
	}

	static ResponseOutcome hit(HttpHeaders headers, Duration age, Duration remaining) {
		told(headers, HIT, CacheStatus.hit(remaining.toSeconds()));
		headers.set(HttpHeaders.AGE, Long.toString(Math.max(0, age.toSeconds())));
		return ResponseOutcome.HIT;
	}

	/**
	 * A hit that is out of date, or may be.
	 */
	static ResponseOutcome stale(HttpHeaders headers, Duration age, Duration remaining, String why) {
		told(headers, STALE, CacheStatus.hit(remaining.toSeconds()).withDetail(why));
		headers.set(HttpHeaders.AGE, Long.toString(Math.max(0, age.toSeconds())));
		return outcome(STALE, why);
	}

	/**
	 * An answer of the handler, when it is known of what it was made: perhaps of parts
	 * that nobody could judge or whose time had passed. That matters more than why the
	 * cache was passed by, and there is room for one detail.
	 */
	static ResponseOutcome ofParts(HttpHeaders headers, CacheStatus status, ResponseOutcome told,
			CacheDependencies parts) {
		if (!parts.isStale()) {
			return told;
		}
		told(headers, STALE, status.withDetail(ResponseOutcome.STALE_PARTS.reason()));
		return ResponseOutcome.STALE_PARTS;
	}

	static ResponseOutcome miss(HttpHeaders headers, CacheStatus status) {
		told(headers, MISS, status);
		return outcome(MISS, reason(status));
	}

	/**
	 * A hit on what the handler says still holds.
	 */
	static ResponseOutcome validated(HttpHeaders headers, boolean collapsed) {
		CacheStatus status = CacheStatus.forwarded(ForwardReason.STALE).withForwardStatus(304).withStored();
		told(headers, REVALIDATED, collapsed ? status.withCollapsed() : status);
		return ResponseOutcome.REVALIDATED;
	}

	static ResponseOutcome staleOnError(HttpHeaders headers, ResponseFreshness freshness, Instant receivedAt,
			Instant now) {
		Duration age = freshness.currentAge(now, receivedAt);
		told(headers, STALE,
				CacheStatus.forwarded(ForwardReason.STALE)
					.withTtl(freshness.remaining(age).toSeconds())
					.withDetail(ResponseOutcome.STALE_IF_ERROR.reason()));
		headers.set(HttpHeaders.AGE, Long.toString(Math.max(0, age.toSeconds())));
		return ResponseOutcome.STALE_IF_ERROR;
	}

	static ResponseOutcome bypass(HttpHeaders headers, CacheStatus status) {
		told(headers, BYPASS, status);
		return outcome(BYPASS, reason(status));
	}

	private static String reason(CacheStatus status) {
		ForwardReason forward = status.forward();
		return (status.detail() != null) ? status.detail() : (forward != null) ? forward.token() : "";
	}

	private static ResponseOutcome outcome(String status, String reason) {
		return Objects.requireNonNullElse(ResponseOutcome.of(status, reason), ResponseOutcome.MISS);
	}

	private static void told(HttpHeaders headers, String what, CacheStatus status) {
		headers.set(X_CACHE, what);
		headers.set(CACHE_STATUS, status.value());
	}

}
