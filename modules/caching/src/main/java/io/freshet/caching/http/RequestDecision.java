package io.freshet.caching.http;

import org.jspecify.annotations.Nullable;

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
	 * Look in the cache, and keep the answer if it has to be asked for.
	 *
	 * @param key the key
	 * @param maxAge the age, in seconds, up to which the client takes a stored response;
	 * {@code null} if it does not say
	 * @param onlyIfCached whether the client wants a stored response or none
	 */
	record Lookup(CacheKey key, @Nullable Long maxAge, boolean onlyIfCached) implements RequestDecision {
	}

	/**
	 * Decides on a request.
	 * @param request the request, a GET or a HEAD
	 * @param route the policy of its route
	 * @return what to do
	 */
	static RequestDecision of(CacheRequest request, RoutePolicy route) {
		HeaderFields headers = request.headers();
		if (!headers.values("Authorization").isEmpty()) {
			return new Bypass(BypassReason.AUTHORIZATION);
		}
		if (!route.ignoreCookies() && !headers.values("Cookie").isEmpty()) {
			return new Bypass(BypassReason.COOKIES);
		}
		if (hasBody(headers)) {
			return new Bypass(BypassReason.BODY);
		}
		if (!headers.values("Upgrade").isEmpty()) {
			return new Bypass(BypassReason.UPGRADE);
		}
		CacheControl directives = CacheControl.parse(headers.values("Cache-Control"));
		if (directives.noStore()) {
			return new Bypass(BypassReason.NO_STORE);
		}
		return new Lookup(ResponseKey.of(request, route), oldestAccepted(headers, directives),
				directives.onlyIfCached());
	}

	private static boolean hasBody(HeaderFields headers) {
		return !headers.values("Transfer-Encoding").isEmpty()
				|| headers.values("Content-Length").stream().anyMatch((length) -> !length.strip().equals("0"));
	}

	/**
	 * RFC 9111, sections 5.2.1.1, 5.2.1.4 and 5.4: {@code no-cache}, and {@code Pragma}
	 * in its place, ask for an answer that was validated, which we give by asking anew.
	 */
	private static @Nullable Long oldestAccepted(HeaderFields headers, CacheControl directives) {
		boolean pragma = headers.values("Cache-Control").isEmpty()
				&& headers.values("Pragma").stream().anyMatch((value) -> value.strip().equalsIgnoreCase("no-cache"));
		return (directives.noCache() || pragma) ? Long.valueOf(-1) : directives.maxAge();
	}

}
