package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Whether a response is kept (RFC 9111, section 3). Decided on its head, before the body
 * is there; of the body only {@link #isComplete its length} matters.
 */
public sealed interface StorageDecision {

	/**
	 * Keep the response.
	 *
	 * @param freshFor how long it may be served as it is, counted from its receipt; zero
	 * if it is kept to be validated
	 * @param keepFor how long it is of any use, counted from its receipt
	 * @param reusable whether a request that waited for this response may be answered
	 * with it
	 * @param headers the header fields to keep
	 * @param received the header fields for the client that the origin was asked for:
	 * those to keep, and those that are not for others or not for later (RFC 9111,
	 * sections 5.2.2.4 and 5.2.2.7)
	 */
	record Keep(Duration freshFor, Duration keepFor, boolean reusable, List<HeaderField> headers,
			List<HeaderField> received) implements StorageDecision {

		/**
		 * Makes what is kept.
		 * @param request the header fields of the request, as the client sent them
		 * @param status the status code of the response
		 * @param requestedAt when the request was sent
		 * @param receivedAt when the response came
		 * @param body the body
		 * @return what is kept
		 */
		public StoredResponse toStored(HeaderFields request, int status, Instant requestedAt, Instant receivedAt,
				ByteBuffer body) {
			return new StoredResponse(status, this.headers,
					ResponseVary.selecting(request, HeaderFields.of(this.headers)), requestedAt, receivedAt, body);
		}

		/**
		 * Makes what is kept of a stored response that was brought up to date.
		 * @param fresh the response that was decided on
		 * @return the response without the fields that are not kept
		 */
		public StoredResponse toStored(StoredResponse fresh) {
			return fresh.with(this.headers, fresh.requestedAt(), fresh.receivedAt());
		}

		/**
		 * Returns whether there are fields for the client alone that the origin was asked
		 * for.
		 * @return whether not all that was received is kept
		 */
		public boolean withholds() {
			return this.headers.size() < this.received.size();
		}

	}

	/**
	 * Do not keep it.
	 *
	 * @param reason why
	 */
	record Refuse(RefusalReason reason) implements StorageDecision {

		/**
		 * Returns whether the response stands for what the origin has now, so that what
		 * was stored is out of date (RFC 9111, section 4.3.3). It does not if the origin
		 * failed, or if it was refused for the sake of the request.
		 * @param status its status code
		 * @return whether the stored one must go
		 */
		public boolean supersedes(int status) {
			return status >= 200 && status != 304 && status < 500 && !this.reason.isOfRequest();
		}

	}

	/**
	 * Decides on the head of a response.
	 * @param request the request, with the method that the origin saw
	 * @param status the status code
	 * @param response the header fields of the response, in order
	 * @param requestedAt when the request was sent
	 * @param receivedAt when the response came
	 * @param route the policy of the route
	 * @return whether it is kept, and for how long
	 */
	static StorageDecision of(CacheRequest request, int status, List<HeaderField> response, Instant requestedAt,
			Instant receivedAt, RoutePolicy route) {
		HeaderFields fields = HeaderFields.of(response);
		ResponseDirectives directives = ResponseDirectives.of(fields, route);
		RefusalReason refusal = new StorageRules(request, status, fields, directives, route).refusal();
		if (refusal != null) {
			return new Refuse(refusal);
		}
		ResponseFreshness freshness = ResponseFreshness.of(status, fields, requestedAt, receivedAt, directives, route);
		Duration left = freshness.remaining(receivedAt, receivedAt);
		Duration fresh = left.isNegative() ? Duration.ZERO : left;
		boolean validated = !Validators.conditions(status, fields).isEmpty();
		Duration keepFor = fresh.plus(usefulWhenStale(validated, freshness, directives, route));
		if (keepFor.isZero() || (directives.mustBeValidated() && !validated)) {
			return new Refuse(RefusalReason.NOT_FRESH);
		}
		Duration freshFor = directives.mustBeValidated() ? Duration.ZERO : fresh;
		List<HeaderField> received = StorableFields.of(response, Set.of());
		Set<String> withheld = directives.fieldsNotKept();
		return new Keep(freshFor, keepFor, !freshFor.isZero(),
				withheld.isEmpty() ? received : StorableFields.of(received, withheld), received);
	}

	private static Duration usefulWhenStale(boolean validated, ResponseFreshness freshness,
			ResponseDirectives directives, RoutePolicy route) {
		boolean served = route.isStandard() && !directives.discourageStale() && !freshness.lifetime().isZero();
		Duration kept = (validated || served) ? route.keepStale() : Duration.ZERO;
		Duration allowed = directives.forbidStale() ? Duration.ZERO
				: Duration.ofSeconds(directives.longestStaleSeconds());
		return (allowed.compareTo(kept) > 0) ? allowed : kept;
	}

	/**
	 * Returns whether a body came to its end (RFC 9111, section 3.3).
	 * @param response the header fields of the response
	 * @param length the length of the body that came, in bytes
	 * @return whether it is as long as {@code Content-Length} says, if that says anything
	 */
	static boolean isComplete(HeaderFields response, long length) {
		long declared = StorageRules.declaredLength(response);
		return declared < 0 || declared == length;
	}

}
