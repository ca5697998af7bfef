package io.freshet.caching.http;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know of a request.
 *
 * @param method the method, as it was sent
 * @param target scheme, authority and path of the URI, as the server understands them
 * @param query the query parameters with their values, decoded, in the order of the URI
 * @param rawQuery the query as it was sent; {@code null} if there is none
 * @param headers the header fields
 * @param principal who asks, where that is known
 */
public record CacheRequest(String method, String target, Map<String, List<String>> query, @Nullable String rawQuery,
		HeaderFields headers, @Nullable String principal) {

	/**
	 * Returns the target URI (RFC 9110, section 7.1).
	 * @return target and query
	 */
	public String uri() {
		return (this.rawQuery != null) ? this.target + "?" + this.rawQuery : this.target;
	}

	/**
	 * Returns the request as the origin sees it if it is asked with another method.
	 * @param other the method
	 * @return the same request with that method
	 */
	public CacheRequest withMethod(String other) {
		return other.equals(this.method) ? this
				: new CacheRequest(other, this.target, this.query, this.rawQuery, this.headers, this.principal);
	}

}
