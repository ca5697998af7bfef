package io.freshet.caching.http;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheKey;

/**
 * The target of a request as it is understood. That is the same whenever the same URI is
 * asked for, so that who sees it often may keep this.
 */
public final class RequestTarget {

	private final String uri;

	private final Map<String, List<String>> query;

	private final @Nullable String rawQuery;

	/** The key on the route for which it was asked last. */
	private volatile @Nullable KeyOnRoute key;

	/**
	 * Makes a target.
	 * @param uri scheme, authority and path of the URI, as the server understands them
	 * @param query the query parameters with their values, decoded, in the order of the
	 * URI
	 * @param rawQuery the query as it was sent; {@code null} if there is none
	 */
	public RequestTarget(String uri, Map<String, List<String>> query, @Nullable String rawQuery) {
		this.uri = uri;
		this.query = query;
		this.rawQuery = rawQuery;
	}

	String uri() {
		return this.uri;
	}

	Map<String, List<String>> query() {
		return this.query;
	}

	@Nullable String rawQuery() {
		return this.rawQuery;
	}

	/**
	 * Returns the key of a request for this target of which nothing but the target
	 * counts.
	 */
	@SuppressWarnings("ReferenceEquality") // the same policy, not one like it
	CacheKey key(RoutePolicy route) {
		KeyOnRoute known = this.key;
		if (known == null || known.route() != route) {
			known = new KeyOnRoute(route, ResponseKey.of(this, route));
			this.key = known;
		}
		return known.key();
	}

	private record KeyOnRoute(RoutePolicy route, CacheKey key) {
	}

}
