package io.freshet.caching.web;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.web.util.pattern.PathPatternParser;

import io.freshet.caching.administration.RouteReport;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.load.LocalPolicyOverrides;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.web.CachedRoutes.Route;

import static org.assertj.core.api.Assertions.assertThat;

class RoutesAdministrationTests {

	private final Route posts = route("/posts/**");

	private final Route tags = route("/tags/**");

	private final CacheStatistics statistics = new CacheStatistics();

	private final RoutesAdministration administration = new RoutesAdministration(
			new CachedRoutes(List.of(this.posts, this.tags), List.of()), new LocalPolicyOverrides(), this.statistics);

	private static Route route(String pattern) {
		return new Route(PathPatternParser.defaultInstance.parse(pattern), RoutePolicy.safe().build());
	}

	@Test
	void tellsTheRequestsOfEachRouteByWhatTheyWereTold() {
		this.statistics.response(this.posts.name(), ResponseOutcome.HIT);
		this.statistics.response(this.posts.name(), ResponseOutcome.URI_MISS);
		this.statistics.response(this.posts.name(), ResponseOutcome.VARY_MISS);
		this.statistics.response(this.tags.name(), ResponseOutcome.HIT);

		List<RouteReport> routes = this.administration.routes().block();

		assertThat(routes).extracting(RouteReport::pattern).containsExactly("/posts/**", "/tags/**");
		assertThat(routes).extracting(RouteReport::responses)
			.containsExactly(Map.of("hit", 1L, "stale", 0L, "revalidated", 0L, "miss", 2L, "bypass", 0L),
					Map.of("hit", 1L, "stale", 0L, "revalidated", 0L, "miss", 0L, "bypass", 0L));
		assertThat(this.administration.responses()).containsEntry("hit", 2L).containsEntry("miss", 2L);
	}

}
