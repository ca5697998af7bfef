package io.freshet.caching.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.administration.RouteAdministration;
import io.freshet.caching.administration.RouteReport;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.web.CachedRoutes.Route;

/**
 * Administration of the routes of this application. A change goes the way of a change of
 * a cache, under a name that stands for the route.
 */
public final class RoutesAdministration implements RouteAdministration {

	private static final Logger logger = LoggerFactory.getLogger(RoutesAdministration.class);

	private final CachedRoutes routes;

	private final PolicyOverrides overrides;

	private final CacheStatistics statistics;

	/**
	 * Makes an administration.
	 * @param routes the routes
	 * @param overrides what is changed of them
	 * @param statistics counts their requests
	 */
	public RoutesAdministration(CachedRoutes routes, PolicyOverrides overrides, CacheStatistics statistics) {
		this.routes = routes;
		this.overrides = overrides;
		this.statistics = statistics;
	}

	@Override
	public Mono<List<RouteReport>> routes() {
		return Mono.fromSupplier(() -> this.routes.routes().stream().map(this::report).toList());
	}

	private RouteReport report(Route route) {
		return new RouteReport(route.name().value(), route.pattern().getPatternString(), route.policy(),
				this.overrides.of(route.name()), responses(route));
	}

	@Override
	public Mono<RouteReport> change(String id, UnaryOperator<PolicyOverride> change) {
		return Flux.fromIterable(this.routes.routes())
			.filter((route) -> route.name().value().equals(id))
			.next()
			.flatMap((route) -> Mono.fromSupplier(() -> change.apply(this.overrides.of(route.name())))
				.flatMap((override) -> this.overrides.change(route.name(), override)
					.doOnSuccess((done) -> logger.info("Changed route '{}': {}", route.pattern(), override)))
				.then(Mono.fromSupplier(() -> report(route))));
	}

	@Override
	public Map<String, Long> responses() {
		Map<String, Long> sums = new TreeMap<>();
		this.routes.routes()
			.forEach((route) -> responses(route).forEach((told, count) -> sums.merge(told, count, Long::sum)));
		return sums;
	}

	/** By what {@code X-Cache} says; why is left to the meters. */
	private Map<String, Long> responses(Route route) {
		Map<String, Long> sums = new TreeMap<>();
		this.statistics.responses(route.name())
			.forEach((outcome, count) -> sums.merge(outcome.status(), count, Long::sum));
		return sums;
	}

}
