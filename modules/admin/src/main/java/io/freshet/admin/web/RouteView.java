package io.freshet.admin.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.freshet.caching.administration.RouteReport;
import io.freshet.caching.http.RoutePolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of a route whose responses are cached.
 */
@Schema(name = "CachedRoute")
record RouteView(@Schema(description = "The same on every instance", example = "route-7c1f0a5b9e3d4821") String id,
		@Schema(example = "/api/v1/posts/**") String pattern,
		@Schema(description = "Whether it is cached; may be changed", example = "true") boolean enabled,
		@Schema(allowableValues = {
				"safe", "standard" }, example = "safe") String profile,
		@Schema(description = "Lifetime of a response, ISO 8601; may be changed where it is set; null if header fields decide",
				type = "string", nullable = true, example = "PT5M") @Nullable String ttl,
		@Schema(description = "Query parameters that count, null if all do", nullable = true,
				example = "[\"page\", \"size\"]") @Nullable List<String> query,
		@Schema(description = "Status codes that are kept, null if all that may be", nullable = true,
				example = "[200]") @Nullable List<Integer> statuses,
		@Schema(description = "Request header fields that are part of the key",
				example = "[\"Accept\"]") List<String> keyedHeaders,
		@Schema(description = "What comes first while the ledger cannot be read",
				allowableValues = { "consistent", "available" }, example = "consistent") String consistency,
		@Schema(description = "For how long what nobody can judge is served, ISO 8601", type = "string",
				example = "PT0S") String failSafe,
		@Schema(description = "For how long what is stale is kept, ISO 8601", type = "string",
				example = "PT0S") String keepStale,
		@Schema(description = "Whether each principal has responses of their own",
				example = "false") boolean principalScoped,
		@Schema(example = "1048576") long maxBodyBytes,
		@Schema(description = "Requests to this instance by what X-Cache told them",
				example = "{\"hit\": 9012, \"miss\": 410}") Map<String, Long> responses,
		@Schema(description = "Members that an administrator has changed",
				example = "[\"enabled\"]") List<String> changed){

	static RouteView of(RouteReport route) {
		RoutePolicy policy = route.policy();
		Duration ttl = policy.ttl();
		Duration newTtl = (ttl != null) ? route.override().ttl() : null;
		List<String> changed = new ArrayList<>();
		if (!route.override().enabled()) {
			changed.add(CachePatch.ENABLED);
		}
		if (newTtl != null) {
			changed.add(CachePatch.TTL);
			ttl = newTtl;
		}
		return new RouteView(route.id(), route.pattern(), route.override().enabled(),
				policy.profile().name().toLowerCase(Locale.ROOT), (ttl != null) ? ttl.toString() : null,
				sorted(policy.query()), sorted(policy.statuses()), policy.keyedHeaders(),
				policy.failSafe().isZero() ? "consistent" : "available", policy.failSafe().toString(),
				policy.keepStale().toString(), policy.principalScoped(), policy.maxBodySize(), route.responses(),
				changed);
	}

	private static <T extends Comparable<T>> @Nullable List<T> sorted(@Nullable Set<T> set) {
		return (set != null) ? set.stream().sorted().toList() : null;
	}

}
