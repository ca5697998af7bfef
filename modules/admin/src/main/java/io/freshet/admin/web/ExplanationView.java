package io.freshet.admin.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.freshet.caching.administration.ResponseExplanation;
import io.freshet.caching.administration.ResponseExplanation.Outcome;
import io.freshet.caching.administration.ResponseExplanation.Route;
import io.freshet.caching.administration.ResponseExplanation.Stored;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of an explanation. Every member is always there; what does not apply is
 * {@code null}.
 */
@Schema(name = "CacheExplanation")
record ExplanationView(@Schema(example = "GET") String method,
		@Schema(example = "http://localhost:8080/api/v1/posts?size=20") String url, OutcomeView outcome,
		@Schema(nullable = true) @Nullable RouteView route, @Schema(nullable = true) @Nullable KeyView key,
		@Schema(description = "What is kept under the key, in all variants") List<StoredView> stored,
		@Schema(description = "Whether Redis could be asked", example = "true") boolean sharedReached) {

	static ExplanationView of(ResponseExplanation explained) {
		Route route = explained.route();
		ResponseExplanation.Key key = explained.key();
		return new ExplanationView(explained.method(), explained.uri(), OutcomeView.of(explained.outcome()),
				(route != null) ? RouteView.of(route) : null, (key != null) ? KeyView.of(key) : null,
				explained.stored().stream().map(StoredView::of).toList(), explained.sharedReached());
	}

	/**
	 * Representation of what would happen.
	 */
	@Schema(name = "CacheOutcome")
	record OutcomeView(
			@Schema(description = "not-cached, bypass, pass, serve, serve-and-revalidate, revalidate,"
					+ " forward or refuse", example = "serve") String decision,
			@Schema(example = "fresh") String reason,
			@Schema(description = "What X-Cache would say", example = "HIT") String xCache,
			@Schema(description = "What Cache-Status would say, as far as it is known before the handler has answered",
					example = "Freshet; hit; ttl=287") String cacheStatus) {

		static OutcomeView of(Outcome outcome) {
			return new OutcomeView(outcome.decision(), outcome.reason(), outcome.cache(), outcome.cacheStatus());
		}

	}

	/**
	 * Representation of a route and its policy.
	 */
	@Schema(name = "CachedRoute")
	record RouteView(@Schema(example = "/api/v1/posts/**") String pattern, @Schema(example = "safe") String profile,
			@Schema(description = "Lifetime, null if the header fields of a response decide", type = "string",
					example = "PT5M", nullable = true) @Nullable String ttl,
			@Schema(description = "Query parameters that count, null if all do",
					nullable = true) @Nullable Set<String> query,
			List<String> keyedHeaders, List<String> targetedFields, boolean principalScoped, boolean ignoreCookies,
			boolean ignoreClientDirectives, @Schema(type = "string", example = "PT0S") String keepStale,
			@Schema(type = "string", example = "PT0S") String failSafe) {

		static RouteView of(Route route) {
			Duration ttl = route.ttl();
			return new RouteView(route.pattern(), route.profile(), (ttl != null) ? ttl.toString() : null, route.query(),
					route.keyedHeaders(), route.targetedFields(), route.principalScoped(), route.ignoreCookies(),
					route.ignoreClientDirectives(), route.keepStale().toString(), route.failSafe().toString());
		}

	}

	/**
	 * Representation of a key.
	 */
	@Schema(name = "CacheKey")
	record KeyView(@Schema(example = "responses:GET http://localhost:8080/api/v1/posts?size=20") String text,
			@Schema(example = "http://localhost:8080/api/v1/posts") String target, Map<String, List<String>> query,
			Map<String, String> headers, @Schema(nullable = true) @Nullable String principal) {

		static KeyView of(ResponseExplanation.Key key) {
			return new KeyView(key.text(), key.target(), key.query(), key.headers(), key.principal());
		}

	}

	/**
	 * Representation of a stored response.
	 */
	@Schema(name = "StoredResponse")
	record StoredView(@Schema(description = "near, shared or both") List<String> tiers,
			@Schema(description = "valid, invalidated, unjudged, other-history or expired",
					example = "valid") String verdict,
			@Schema(description = "Whether the request would be answered with it, or the handler be asked about it",
					example = "true") boolean selected,
			@Schema(description = "What the request said in the fields that the response varies by") Map<String, String> selecting,
			@Schema(example = "200") int status, Map<String, List<String>> directives,
			@Schema(description = "Freshness lifetime in seconds", example = "300") long lifetimeSeconds,
			@Schema(description = "Whether that is a guess", example = "false") boolean heuristic,
			@Schema(example = "13") long ageSeconds,
			@Schema(description = "Negative if it is stale", example = "287") long remainingSeconds,
			@Schema(example = "2026-01-01T12:00:00Z") String receivedAt,
			@Schema(example = "2026-01-01T12:05:00Z") String keptUntil, @Schema(example = "7614") int length,
			List<String> tags) {

		static StoredView of(Stored stored) {
			return new StoredView(stored.tiers(), stored.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
					stored.selected(), stored.selecting(), stored.status(), stored.directives(),
					stored.freshness().lifetime().toSeconds(), stored.freshness().heuristic(),
					stored.freshness().age().toSeconds(), stored.freshness().remaining().toSeconds(),
					stored.receivedAt().toString(), stored.keptUntil().toString(), stored.length(), stored.tags());
		}

	}

}
