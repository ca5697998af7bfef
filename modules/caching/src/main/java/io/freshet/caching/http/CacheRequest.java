package io.freshet.caching.http;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of a request.
 *
 * @param method the method, as it was sent
 * @param asked what is asked for
 * @param headers the header fields
 * @param principal who asks, where that is known
 */
public record CacheRequest(String method, RequestTarget asked, HeaderFields headers, @Nullable String principal) {

	/**
	 * Returns scheme, authority and path of the URI, as the server understands them.
	 * @return the target without its query
	 */
	public String target() {
		return this.asked.uri();
	}

	/**
	 * Returns the query parameters.
	 * @return their values, decoded, in the order of the URI
	 */
	public Map<String, List<String>> query() {
		return this.asked.query();
	}

	/**
	 * Returns the query as it was sent.
	 * @return the query; {@code null} if there is none
	 */
	public @Nullable String rawQuery() {
		return this.asked.rawQuery();
	}

	/**
	 * Returns the target URI (RFC 9110, section 7.1).
	 * @return target and query
	 */
	public String uri() {
		return (rawQuery() != null) ? target() + "?" + rawQuery() : target();
	}

	/**
	 * Returns the request as the origin sees it if it is asked with another method.
	 * @param other the method
	 * @return the same request with that method
	 */
	public CacheRequest withMethod(String other) {
		return other.equals(this.method) ? this : new CacheRequest(other, this.asked, this.headers, this.principal);
	}

}
