package io.freshet.caching.http;

import io.freshet.caching.CacheKey;

/**
 * What to do with a request of a cached route.
 */
public sealed interface RequestDecision {

	/**
	 * Neither answer from the cache nor keep the answer.
	 *
	 * @param reason why
	 */
	record Bypass(BypassReason reason) implements RequestDecision {
	}

	/**
	 * Forward: the method is never answered from the cache (RFC 9111, section 4).
	 *
	 * @param unsafe whether the method may change something, so that what is stored may
	 * have to go (RFC 9110, section 9.2.1, and RFC 9111, section 4.4); what is not known
	 * to be safe is not
	 */
	record Pass(boolean unsafe) implements RequestDecision {
	}

	/**
	 * Answer with 504: the client wants a stored response or none, and the request does
	 * not get one (RFC 9111, section 5.2.1.7).
	 */
	record Refuse() implements RequestDecision {
	}

	/**
	 * Look in the cache, and keep the answer if it has to be asked for.
	 *
	 * @param key the key
	 */
	record Lookup(CacheKey key) implements RequestDecision {
	}

	/**
	 * Decides on a request.
	 * @param request the request
	 * @param route the policy of its route
	 * @return what to do
	 */
	static RequestDecision of(CacheRequest request, RoutePolicy route) {
		RequestDecision decision = beforeRefusal(request, route);
		return (decision instanceof Lookup) ? decision : orRefuse(decision, request, route);
	}

	/**
	 * Returns what to do with a request that would be forwarded.
	 * @param decision why it would
	 * @param request the request
	 * @param route the policy of its route
	 * @return that, unless the client wants no answer of the origin
	 */
	static RequestDecision orRefuse(RequestDecision decision, CacheRequest request, RoutePolicy route) {
		return ClientDirectives.of(request.headers(), route).onlyIfCached() ? new Refuse() : decision;
	}

	private static RequestDecision beforeRefusal(CacheRequest request, RoutePolicy route) {
		String method = request.method();
		if (!method.equals("GET") && !method.equals("HEAD")) {
			return new Pass(!isSafe(method));
		}
		HeaderFields headers = request.headers();
		if (RewritingFields.overrideMethod(headers)) {
			return new Pass(false);
		}
		if (AmbiguousPaths.contain(request.target())) {
			return new Bypass(BypassReason.AMBIGUOUS_PATH);
		}
		if (route.principalScoped()) {
			if (request.principal() == null) {
				return new Bypass(BypassReason.NO_PRINCIPAL);
			}
		}
		else if (!route.isStandard() && headers.has("Authorization")) {
			return new Bypass(BypassReason.AUTHORIZATION);
		}
		else if (!route.isStandard() && !route.ignoreCookies() && headers.has("Cookie")) {
			return new Bypass(BypassReason.COOKIES);
		}
		if (hasBody(headers)) {
			return new Bypass(BypassReason.BODY);
		}
		if (headers.has("Upgrade")) {
			return new Bypass(BypassReason.UPGRADE);
		}
		return ClientDirectives.of(headers, route).noStore() ? new Bypass(BypassReason.NO_STORE)
				: new Lookup(key(request, route));
	}

	/**
	 * Returns whether a request may be answered with what another request, which came
	 * before it, is being answered with. One that asks for a new answer may not: what is
	 * on its way may be older than its wish (RFC 9111, section 5.2.1).
	 * @param request the request
	 * @param route the policy of its route
	 * @return whether it may wait for that
	 */
	static boolean mayJoin(CacheRequest request, RoutePolicy route) {
		return !ClientDirectives.of(request.headers(), route).rejectsAll();
	}

	/**
	 * Returns the key under which the response to a GET of the request's URI is kept,
	 * whatever the request's own method: for responses to POST (RFC 9110, section 9.3.3),
	 * and for invalidation.
	 * @param request the request
	 * @param route the policy of its route
	 * @return the key
	 */
	static CacheKey key(CacheRequest request, RoutePolicy route) {
		return ResponseKey.of(request, route);
	}

	/**
	 * Returns whether a method is known to change nothing.
	 * @param method the method; methods have case
	 * @return whether it is registered as safe
	 */
	static boolean isSafe(String method) {
		return switch (method) {
			case "GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY" -> true;
			default -> false;
		};
	}

	private static boolean hasBody(HeaderFields headers) {
		if (headers.has("Transfer-Encoding")) {
			return true;
		}
		for (String length : headers.values("Content-Length")) {
			if (!length.strip().equals("0")) {
				return true;
			}
		}
		return false;
	}

}
