package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How the responses of one route are cached.
 *
 * @param ttl the freshness lifetime of a response
 * @param query the query parameters that the answer may depend on: they are part of the
 * key, and the handler does not see any other; {@code null} if all are
 * @param statuses the status codes of responses that are kept
 * @param keyedHeaders the request header fields that the answer may depend on
 * @param ignoreCookies whether a request with cookies is answered from the cache; the
 * handler then does not see them
 * @param maxBodySize the length of a body, in bytes, above which a response is not kept
 * @param failSafe the time for which a response is served, marked as stale, while the
 * ledger cannot be read and nobody can judge it; zero if never
 */
public record RoutePolicy(Duration ttl, @Nullable Set<String> query, Set<Integer> statuses, List<String> keyedHeaders,
		boolean ignoreCookies, long maxBodySize, Duration failSafe) {
}
