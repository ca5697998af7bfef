package io.freshet.caching.http;

import java.util.List;
import java.util.Map;

/**
 * What a decision needs to know of a request.
 *
 * @param target scheme, authority and path of the URI, as the server understands them
 * @param query the query parameters with their values, decoded, in the order of the URI
 * @param headers the header fields
 */
public record CacheRequest(String target, Map<String, List<String>> query, HeaderFields headers) {
}
