package io.freshet.caching.web;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.StoredResponse;

/**
 * Why the handler is asked, and what is at hand all the same.
 *
 * @param reason why
 * @param found what was found
 * @param validated the response among it that the handler is asked about, {@code null} if
 * it is asked for a new one
 * @param conditions the header fields that ask about it
 */
record Miss(ForwardReason reason, FoundResponses found, @Nullable FoundResponse validated,
		List<HeaderField> conditions) {

	static Miss of(ForwardReason reason, FoundResponses found) {
		return new Miss((reason == ForwardReason.URI_MISS && found.varies()) ? ForwardReason.VARY_MISS : reason, found,
				null, List.of());
	}

	CacheStatus status(boolean stored, boolean collapsed) {
		CacheStatus status = CacheStatus.forwarded(this.reason);
		CacheStatus told = stored ? status.withStored() : status;
		return collapsed ? told.withCollapsed() : told;
	}

	Miss withoutConditions() {
		return new Miss(this.reason, this.found, null, List.of());
	}

	/**
	 * Returns what may be served in place of an error.
	 * @param asked the request
	 * @param now the time
	 * @param error the error
	 */
	@Nullable StoredResponse substitute(AskedRequest asked, Instant now, Throwable error) {
		return OriginFailure.isSaidBy(error) ? substitute(asked, now) : null;
	}

	/**
	 * Returns the stored response that would be served if it were fresh.
	 * @param asked the request
	 */
	@Nullable FoundResponse known(AskedRequest asked) {
		return this.found.selected(asked.headers(), asked.route());
	}

	/**
	 * Returns what may be served in place of an answer that failed.
	 * @param asked the request
	 * @param now the time
	 */
	@Nullable StoredResponse substitute(AskedRequest asked, Instant now) {
		FoundResponse known = known(asked);
		return (known != null && CacheDecision.mayServeOnError(asked.request(), known.response(), now, asked.route()))
				? known.response() : null;
	}

}
