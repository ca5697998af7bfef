package io.freshet.caching.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a request is answered, given what is stored under its key (RFC 9111, section 4).
 */
public sealed interface CacheDecision {

	/**
	 * Answer with a stored response.
	 *
	 * @param response the response
	 * @param staleness by what right
	 * @param revalidate whether to validate it meanwhile (RFC 5861, section 3)
	 */
	record Serve(StoredResponse response, Staleness staleness, boolean revalidate) implements CacheDecision {
	}

	/**
	 * Ask the origin whether a stored response still holds (RFC 9111, section 4.3). The
	 * client's own conditions are left out; they are compared with what comes of it.
	 *
	 * @param response the stored response
	 * @param conditions the conditions to ask with
	 * @param reason why it cannot be served as it is
	 */
	record Revalidate(StoredResponse response, List<HeaderField> conditions,
			ForwardReason reason) implements CacheDecision {
	}

	/**
	 * Ask the origin.
	 *
	 * @param reason why
	 */
	record Forward(ForwardReason reason) implements CacheDecision {
	}

	/**
	 * Answer with 504: the client wants a stored response or none, and none can be used
	 * (RFC 9111, section 5.2.1.7).
	 */
	record Refuse() implements CacheDecision {
	}

	/**
	 * Decides on a request.
	 * @param request the request
	 * @param candidates the responses that are stored under its key, for whichever
	 * request
	 * @param now the time
	 * @param route the policy of the route
	 * @return what to do
	 */
	static CacheDecision of(CacheRequest request, List<StoredResponse> candidates, Instant now, RoutePolicy route) {
		ClientDirectives client = ClientDirectives.of(request.headers(), route);
		StoredResponse stored = Variants.select(request.headers(), candidates, route);
		if (stored == null) {
			return client.onlyIfCached() ? new Refuse()
					: new Forward(candidates.isEmpty() ? ForwardReason.URI_MISS : ForwardReason.VARY_MISS);
		}
		ResponseFreshness freshness = stored.freshness(route);
		Duration age = freshness.currentAge(now, stored.receivedAt());
		Duration remaining = freshness.remaining(age);
		boolean rejected = client.rejects(age, remaining);
		boolean fresh = freshness.isFresh(age);
		ResponseDirectives directives = stored.directives(route);
		Staleness right = (rejected || directives.mustBeValidated()) ? null
				: fresh ? Staleness.FRESH : right(remaining.negated(), directives, client);
		if (right != null) {
			return new Serve(stored, right, right == Staleness.STALE_WHILE_REVALIDATE);
		}
		if (client.onlyIfCached()) {
			return new Refuse();
		}
		return ask(stored, (rejected && fresh) ? ForwardReason.REQUEST : ForwardReason.STALE);
	}

	/**
	 * Returns by what right a response is served that is not fresh.
	 */
	private static @Nullable Staleness right(Duration staleness, ResponseDirectives directives,
			ClientDirectives client) {
		if (directives.forbidStale()) {
			return null;
		}
		boolean accepted = client.accepts(staleness);
		if (isWithin(staleness, directives.seconds("stale-while-revalidate"))
				&& (accepted || !client.insistsOnFresh())) {
			return Staleness.STALE_WHILE_REVALIDATE;
		}
		return (accepted && !directives.discourageStale()) ? Staleness.MAX_STALE : null;
	}

	/**
	 * Decides what to ask the origin about a response that was served although a
	 * validation is due (RFC 5861, section 3).
	 * @param stored the response
	 * @return whether to ask if it still holds, or for a new one
	 */
	static CacheDecision refresh(StoredResponse stored) {
		return ask(stored, ForwardReason.STALE);
	}

	private static CacheDecision ask(StoredResponse stored, ForwardReason reason) {
		List<HeaderField> conditions = Validators.conditions(stored.status(), stored.fields());
		return conditions.isEmpty() ? new Forward(reason) : new Revalidate(stored, conditions, reason);
	}

	/**
	 * Returns whether a stored response may be served although it is stale, because the
	 * origin cannot be reached or answered 500, 502, 503 or 504. What the response says
	 * itself counts first (RFC 5861, section 4); where it says nothing, the standard
	 * profile takes the permission of RFC 9111, section 4.2.4, for as long as the route
	 * keeps what is stale, and the safe profile does not.
	 * @param request the request
	 * @param stored the response
	 * @param now the time
	 * @param route the policy of the route
	 * @return whether it is a better answer than the error
	 */
	static boolean mayServeOnError(CacheRequest request, StoredResponse stored, Instant now, RoutePolicy route) {
		ClientDirectives client = ClientDirectives.of(request.headers(), route);
		ResponseDirectives directives = stored.directives(route);
		if (client.mustBeValidated() || directives.mustBeValidated()) {
			return false;
		}
		Duration staleness = stored.freshness(route).remaining(now, stored.receivedAt()).negated();
		if (staleness.isNegative()) {
			return true;
		}
		if (directives.forbidStale()) {
			return false;
		}
		Long allowed = directives.seconds("stale-if-error");
		if (allowed != null) {
			return isWithin(staleness, allowed);
		}
		return !directives.discourageStale() && (isWithin(staleness, client.staleIfError())
				|| (route.isStandard() && staleness.compareTo(route.keepStale()) <= 0));
	}

	private static boolean isWithin(Duration staleness, @Nullable Long seconds) {
		return seconds != null && staleness.compareTo(Duration.ofSeconds(seconds)) <= 0;
	}

}
