package io.freshet.caching.web;

import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.CacheName;
import io.freshet.caching.http.CacheProfile;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.HeaderFields;
import io.freshet.caching.http.RequestDecision;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.store.EntryKey;

/**
 * A request that may be answered from the cache, on its way through the filter.
 *
 * @param exchange the exchange
 * @param chain the rest of the chain
 * @param request what decisions are made of
 * @param routeName the name of its route
 * @param route the policy of its route
 * @param key its key
 * @param cameAt the number of the last invalidation that was known when it came, or a
 * number beyond all if nothing current was known: it may join what began no earlier
 */
record AskedRequest(ServerWebExchange exchange, WebFilterChain chain, CacheRequest request, CacheName routeName,
		RoutePolicy route, EntryKey key, long cameAt) {

	HeaderFields headers() {
		return this.request.headers();
	}

	/**
	 * Returns the request as the handler sees it where its answer may be kept.
	 */
	CacheRequest asForwarded() {
		return this.request.withMethod(HttpMethod.GET.name());
	}

	boolean isHead() {
		return HttpMethod.HEAD.matches(this.request.method());
	}

	boolean isStandard() {
		return this.route.profile() == CacheProfile.STANDARD;
	}

	/**
	 * Returns whether the handler is asked for the whole response to GET, whatever the
	 * request wants of it. In front of an origin that is asked as the client asked.
	 */
	boolean isForwardedWhole() {
		return !isStandard() || !(isHead() || hasRange());
	}

	/**
	 * Returns whether the handler is not to see any cookies: the answer is for all.
	 */
	boolean hidesCookies() {
		return !isStandard() && this.route.ignoreCookies();
	}

	/**
	 * Returns whether this may wait for the answer to a request that came before it.
	 * While nothing current is known, nobody can say what that one has not seen, and
	 * nobody would find in the cache what it brings.
	 */
	boolean mayJoin() {
		return this.cameAt != Long.MAX_VALUE && RequestDecision.mayJoin(this.request, this.route);
	}

	/**
	 * Returns whether all query parameters are part of the key.
	 */
	boolean isQueryListed() {
		Set<String> listed = this.route.query();
		return listed == null || listed.containsAll(this.request.query().keySet());
	}

	private boolean hasRange() {
		return this.request.headers().has(HttpHeaders.RANGE);
	}

	/**
	 * Returns whether the body of a response goes to the client as it comes: all of it,
	 * and whatever the client has already.
	 */
	boolean takesItAsItComes() {
		HeaderFields headers = this.request.headers();
		return !isHead() && !hasRange() && !headers.has(HttpHeaders.IF_NONE_MATCH)
				&& !headers.has(HttpHeaders.IF_MODIFIED_SINCE);
	}

}
