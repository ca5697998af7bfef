package io.freshet.caching.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;
import org.springframework.web.util.pattern.PathPatternParser;

import io.freshet.caching.CacheException;
import io.freshet.caching.administration.RouteAdministration;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.web.CachedRoutes;
import io.freshet.caching.web.CachedRoutes.Route;
import io.freshet.caching.web.FreshnessTokenFilter;
import io.freshet.caching.web.ResponseCache;
import io.freshet.caching.web.ResponseCacheFilter;
import io.freshet.caching.web.ResponseCacheFilter.Scope;
import io.freshet.caching.web.ResponseLabels;
import io.freshet.caching.web.ResponsePreviewer;
import io.freshet.caching.web.RoutesAdministration;

/**
 * Auto-configuration of the response cache.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(WebFilter.class)
@ConditionalOnBooleanProperty(name = { "freshet.caching.enabled", "freshet.caching.http.enabled" },
		matchIfMissing = true)
public final class ResponseCacheAutoConfiguration {

	@Bean
	@ConditionalOnBooleanProperty("freshet.caching.http.in-front")
	@ConditionalOnMissingClass("org.springframework.boot.reactor.netty.NettyRouteProvider")
	InitializingBean serverForHits() {
		return () -> {
			throw new CacheException("'freshet.caching.http.in-front' is set, but the application does not run on "
					+ "Reactor Netty, which alone can answer hits in front of WebFlux: take the setting out, or add "
					+ "'spring-boot-starter-reactor-netty'");
		};
	}

	@Bean
	FreshnessTokenFilter freshnessTokenFilter(InvalidationLedger ledger) {
		return new FreshnessTokenFilter(ledger);
	}

	@Bean
	CachedRoutes cachedRoutes(CachingProperties properties, CachePolicies policies) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		List<Route> routes = properties.http()
			.routes()
			.stream()
			.map((route) -> new Route(parser.parse(route.pattern()), policies.policy(route)))
			.toList();
		return new CachedRoutes(routes, properties.http().exclude().stream().map(parser::parse).toList());
	}

	@Bean
	RouteAdministration routeAdministration(CachedRoutes routes, PolicyOverrides overrides,
			CacheStatistics statistics) {
		return new RoutesAdministration(routes, overrides, statistics);
	}

	@Bean
	ResponsePreviewer responsePreviewer() {
		return new ResponsePreviewer();
	}

	@Bean
	ResponseCache responseCache(CacheEngine engine, TransactionalInvalidator invalidator, BackgroundWork background,
			CacheStatistics statistics, CachingProperties properties, ObjectProvider<ResponseLabels> labels) {
		return new ResponseCache(engine, invalidator, background, statistics, properties.http().cacheControl(),
				labels.getIfAvailable(() -> ResponseLabels.NONE));
	}

	@Bean
	ResponseCacheFilter responseCacheFilter(CachedRoutes routes, ResponseCache cache) {
		return new ResponseCacheFilter(Scope.PUBLIC, routes, cache);
	}

	@Bean
	ResponseCacheFilter principalResponseCacheFilter(CachedRoutes routes, ResponseCache cache) {
		return new ResponseCacheFilter(Scope.PRINCIPAL, routes, cache);
	}

}
