package io.freshet.caching.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What speaks against keeping a response.
 *
 * @param request the request
 * @param status the status code
 * @param response the header fields
 * @param directives what they say to this cache
 * @param route the policy of the route
 */
record StorageRules(CacheRequest request, int status, HeaderFields response, ResponseDirectives directives,
		RoutePolicy route) {

	@Nullable RefusalReason refusal() {
		if (!isMethodKept()) {
			return RefusalReason.METHOD;
		}
		if (this.status == 206 || (!this.route.isStandard() && this.response.has("Content-Range"))) {
			return RefusalReason.PARTIAL;
		}
		if (!isStatusKept()) {
			return RefusalReason.STATUS;
		}
		if (ClientDirectives.of(this.request.headers(), this.route).noStore()) {
			return RefusalReason.REQUEST_NO_STORE;
		}
		if (isForbidden()) {
			return RefusalReason.CACHE_CONTROL;
		}
		RefusalReason personal = personal();
		if (personal != null) {
			return personal;
		}
		if (ResponseVary.isAnything(this.response) || isForOneOrigin()) {
			return RefusalReason.VARY;
		}
		return (declaredLength(this.response) > this.route.maxBodySize()) ? RefusalReason.TOO_LARGE : null;
	}

	/**
	 * RFC 9110, section 9.3.3: the answer to a POST may be that to a GET of the same URI,
	 * if it says so and says for how long.
	 */
	private boolean isMethodKept() {
		if (this.request.method().equals("GET")) {
			return true;
		}
		String location = this.response.first("Content-Location");
		return this.request.method().equals("POST") && this.route.isStandard() && location != null
				&& this.directives.isExplicit(this.response)
				&& this.request.uri().equals(UnsafeMethods.resolve(this.request, location));
	}

	/**
	 * RFC 9111, sections 3 and 5.2.2.3.
	 */
	private boolean isStatusKept() {
		if (this.status < 200 || this.status == 304
				|| (this.route.statuses() != null && !this.route.statuses().contains(this.status))) {
			return false;
		}
		if (this.directives.has("must-understand") && !StatusCodes.isUnderstood(this.status)) {
			return false;
		}
		// A lifetime for all that a route answers is not meant for its errors: whoever
		// can
		// provoke one would have everybody get it.
		boolean meant = this.route.ttl() != null && (this.route.statuses() != null || this.status < 400);
		return meant || this.directives.has("public") || this.directives.isExplicit(this.response)
				|| StatusCodes.isHeuristicallyCacheable(this.status);
	}

	private boolean isForbidden() {
		if (!this.route.isStandard()) {
			return this.directives.has("no-store") || this.directives.has("private") || this.directives.has("no-cache");
		}
		// A cache that understands the status obeys its rules instead.
		boolean understood = this.directives.has("must-understand");
		return this.directives.isPrivate() || (this.directives.has("no-store") && !understood);
	}

	private @Nullable RefusalReason personal() {
		if (!this.route.principalScoped() && this.request.headers().has("Authorization") && !isForOthers()) {
			return RefusalReason.AUTHORIZATION;
		}
		if (this.route.isStandard()) {
			return null;
		}
		if (!this.route.principalScoped() && !this.route.ignoreCookies() && this.request.headers().has("Cookie")) {
			return RefusalReason.COOKIES;
		}
		return this.response.has("Set-Cookie") ? RefusalReason.SET_COOKIE : null;
	}

	/**
	 * Whether scripts of the site that asked may read this, and no others (Fetch, section
	 * 3.3): where the response should say that it varies by {@code Origin} but does not,
	 * it would lock all other sites out. The standard profile takes it at its word.
	 */
	private boolean isForOneOrigin() {
		String origin = this.request.headers().first("Origin");
		String allowed = this.response.first("Access-Control-Allow-Origin");
		return !this.route.isStandard() && origin != null && allowed != null && origin.strip().equals(allowed.strip())
				&& !ResponseVary.isBy("origin", this.response)
				&& this.route.keyedHeaders().stream().noneMatch("Origin"::equalsIgnoreCase);
	}

	/**
	 * RFC 9111, section 3.5.
	 */
	private boolean isForOthers() {
		return this.route.isStandard() && (this.directives.has("public") || this.directives.has("must-revalidate")
				|| this.directives.has("s-maxage"));
	}

	/**
	 * Returns what {@code Content-Length} says: less than zero if nothing, more than
	 * anything if it cannot be understood.
	 */
	static long declaredLength(HeaderFields response) {
		List<String> values = response.values("Content-Length");
		if (values.isEmpty()) {
			return -1;
		}
		String first = values.get(0).strip();
		for (String other : values) {
			if (!other.strip().equals(first)) {
				return Long.MAX_VALUE;
			}
		}
		return isNumber(first) ? Long.parseLong(first) : Long.MAX_VALUE;
	}

	private static boolean isNumber(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return !text.isEmpty() && text.length() < 19;
	}

}
