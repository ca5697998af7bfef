package io.freshet.caching.http;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a response says to this cache: in the first valid targeted field of the route, in
 * which case nothing else counts (RFC 9213, section 2.2), or else in
 * {@code Cache-Control}.
 *
 * @param control the directives
 * @param targeted whether they stand in a targeted field
 */
record ResponseDirectives(CacheControl control, boolean targeted) {

	static ResponseDirectives of(HeaderFields response, RoutePolicy route) {
		for (String name : route.targetedFields()) {
			CacheControl targeted = StructuredFields.directives(response.values(name));
			if (targeted != null) {
				return new ResponseDirectives(targeted, true);
			}
		}
		return new ResponseDirectives(CacheControl.parse(response.values("Cache-Control")), false);
	}

	boolean has(String directive) {
		return this.control.has(directive);
	}

	@Nullable Long seconds(String directive) {
		return this.control.seconds(directive);
	}

	/** RFC 9111, section 5.2.2.7, without names of fields. */
	boolean isPrivate() {
		return this.control.isUnqualified("private");
	}

	/** RFC 9111, section 5.2.2.4, without names of fields. */
	boolean mustBeValidated() {
		return this.control.isUnqualified("no-cache");
	}

	/**
	 * Returns whether the response says when it stops being fresh (RFC 9111, section
	 * 4.2.1), rightly or wrongly.
	 */
	boolean isExplicit(HeaderFields response) {
		return has("max-age") || has("s-maxage") || (!this.targeted && response.has("Expires"));
	}

	/**
	 * Returns whether nothing may be served past its freshness (RFC 9111, section 4.2.4).
	 */
	boolean forbidStale() {
		return mustBeValidated() || has("must-revalidate") || has("proxy-revalidate");
	}

	/**
	 * Returns whether stale serving is forbidden unless it is explicitly allowed:
	 * {@code s-maxage} implies as much (RFC 9111, section 5.2.2.10), but origins write
	 * {@code stale-while-revalidate} beside it, and mean it.
	 */
	boolean discourageStale() {
		return forbidStale() || has("s-maxage");
	}

	/**
	 * Returns the fields that are not for everyone, or not for later (RFC 9111, sections
	 * 5.2.2.4 and 5.2.2.7).
	 */
	Set<String> fieldsNotKept() {
		Set<String> names = new HashSet<>(this.control.fieldNames("private"));
		names.addAll(this.control.fieldNames("no-cache"));
		return names;
	}

	/**
	 * Returns the longest time past freshness for which an extension lets the response be
	 * served (RFC 5861).
	 */
	long longestStaleSeconds() {
		Long whileRevalidating = seconds("stale-while-revalidate");
		Long onError = seconds("stale-if-error");
		return Math.max((whileRevalidating != null) ? whileRevalidating : 0, (onError != null) ? onError : 0);
	}

}
