package io.freshet.caching.administration;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request that somebody may send.
 *
 * @param method its method
 * @param uri its URI, absolute
 * @param headers its header fields
 * @param principal who sends it, {@code null} if nobody known
 */
public record ResponseQuery(String method, URI uri, Map<String, List<String>> headers, @Nullable String principal) {

	/**
	 * Copies the fields.
	 * @param method its method
	 * @param uri its URI, absolute
	 * @param headers its header fields
	 * @param principal who sends it, {@code null} if nobody known
	 */
	public ResponseQuery {
		headers = Map.copyOf(headers);
	}

	/**
	 * Makes a GET request without header fields.
	 * @param uri its URI, absolute
	 * @return the request
	 */
	public static ResponseQuery get(URI uri) {
		return new ResponseQuery("GET", uri, Map.of(), null);
	}

}
