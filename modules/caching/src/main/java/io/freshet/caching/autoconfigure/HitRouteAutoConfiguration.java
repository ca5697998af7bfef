package io.freshet.caching.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.netty.http.server.HttpServerRoutes;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.webflux.autoconfigure.WebFluxProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import org.springframework.util.StringUtils;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

import io.freshet.caching.netty.HitListener;
import io.freshet.caching.netty.HitRoute;
import io.freshet.caching.observation.HitTimer;
import io.freshet.caching.web.CachedRoutes;
import io.freshet.caching.web.ResponseCache;
import io.freshet.caching.web.ResponseHits;
import io.freshet.caching.web.SurrogateKeyHeader;

/**
 * Auto-configuration of hits that Reactor Netty answers in front of WebFlux.
 */
@AutoConfiguration(after = { ResponseCacheAutoConfiguration.class, AnnouncementAutoConfiguration.class })
@ConditionalOnClass({ NettyRouteProvider.class, HttpServerRoutes.class })
@ConditionalOnBean(ResponseCache.class)
@ConditionalOnBooleanProperty("freshet.caching.http.in-front")
public final class HitRouteAutoConfiguration {

	@Bean
	ResponseHits responseHits(CachedRoutes routes, ResponseCache cache, ObjectProvider<WebFluxProperties> webFlux,
			ObjectProvider<SurrogateKeyHeader> label) {
		WebFluxProperties properties = webFlux.getIfAvailable();
		String path = (properties != null) ? properties.getBasePath() : null;
		return new ResponseHits(routes, cache, StringUtils.hasText(path) ? path : null, label.getIfAvailable());
	}

	@Bean
	NettyRouteProvider hitRoute(ResponseHits hits, ObjectProvider<HitListener> listener,
			ObjectProvider<ForwardedHeaderTransformer> transformer) {
		return new HitRoute(hits, listener.getIfAvailable(() -> HitListener.NONE),
				transformer.getIfAvailable() != null)::addTo;
	}

	/**
	 * Where requests are timed, these are as well.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class })
	static class Timed {

		@Bean
		@ConditionalOnMissingBean
		HitListener hitTimer(ObjectProvider<MeterRegistry> meters, ObjectProvider<ObservationRegistry> observations,
				ObjectProvider<ServerRequestObservationConvention> convention) {
			MeterRegistry registry = meters.getIfAvailable();
			return (registry == null) ? HitListener.NONE
					: new HitTimer(convention.getIfAvailable(DefaultServerRequestObservationConvention::new),
							observations.getIfAvailable(() -> ObservationRegistry.NOOP), registry);
		}

	}

}
