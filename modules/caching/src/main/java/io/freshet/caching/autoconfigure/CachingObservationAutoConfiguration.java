package io.freshet.caching.autoconfigure;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

import io.freshet.caching.observation.MicrometerObserver;
import io.freshet.caching.observation.ResponseStatusObservation;
import io.freshet.caching.store.CacheObserver;

/**
 * Auto-configuration of the observations of the caches, for applications with a registry
 * of observations.
 */
@AutoConfiguration(after = ObservationAutoConfiguration.class,
		before = { CachingAutoConfiguration.class, RedisTierAutoConfiguration.class,
				PostgresLedgerAutoConfiguration.class })
@ConditionalOnClass({ ObservationRegistry.class, ObservationAutoConfiguration.class })
@ConditionalOnBean(ObservationRegistry.class)
public final class CachingObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(CacheObserver.class)
	MicrometerObserver cacheObserver(ObservationRegistry registry) {
		return new MicrometerObserver(registry);
	}

	@Bean
	@ConditionalOnClass(ServerRequestObservationContext.class)
	ResponseStatusObservation responseStatusObservation() {
		return new ResponseStatusObservation();
	}

}
