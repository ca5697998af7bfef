package io.freshet.caching.administration;

import java.util.Map;

import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.load.PolicyOverride;

/**
 * A route whose responses are cached.
 *
 * @param id identifies it, on every instance with the same routes
 * @param pattern the paths that belong to it
 * @param policy how their responses are cached, as it was configured
 * @param override what an administrator has changed of it
 * @param responses the requests to this instance by what {@code X-Cache} told them, in
 * lower case
 */
public record RouteReport(String id, String pattern, RoutePolicy policy, PolicyOverride override,
		Map<String, Long> responses) {
}
