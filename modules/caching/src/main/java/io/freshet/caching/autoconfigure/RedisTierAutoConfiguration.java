package io.freshet.caching.autoconfigure;

import java.time.InstantSource;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.freshet.caching.CacheException;
import io.freshet.caching.administration.RedisInspector;
import io.freshet.caching.administration.SharedTierInspector;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.load.BackgroundLifecycle;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.redis.RedisBackplane;
import io.freshet.caching.redis.RedisConnections;
import io.freshet.caching.redis.RedisLeaseStore;
import io.freshet.caching.redis.RedisLink;
import io.freshet.caching.redis.RedisSearch;
import io.freshet.caching.redis.RedisStore;
import io.freshet.caching.redis.SharedCensus;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.LeaseStore;

/**
 * Auto-configuration of the shared tier on Redis.
 */
@AutoConfiguration(after = { DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class,
		CacheStatisticsAutoConfiguration.class }, before = CachingAutoConfiguration.class)
@ConditionalOnClass({ RedisClient.class, LettuceConnectionFactory.class })
@ConditionalOnBean(LettuceConnectionFactory.class)
@ConditionalOnBooleanProperty(name = { "freshet.caching.enabled", "freshet.caching.shared.enabled" },
		matchIfMissing = true)
@EnableConfigurationProperties({ CachingProperties.class, AdministrationProperties.class })
public final class RedisTierAutoConfiguration {

	@Bean
	RedisConnections freshetRedisConnections(LettuceConnectionFactory application,
			ObjectProvider<DataRedisConnectionDetails> details, CachingProperties properties) {
		if (details.stream().anyMatch((server) -> server.getMasterReplica() != null)) {
			throw new CacheException(
					"'spring.data.redis.masterreplica.nodes' is set, but the shared tier of the caches "
							+ "has to know which one is the master: configure 'spring.data.redis.sentinel', or set "
							+ "'freshet.caching.shared.enabled' to false");
		}
		CachingProperties.Shared shared = properties.shared();
		return RedisConnections.like(application, new RedisConnections.Limits(shared.timeout(), shared.connectTimeout(),
				shared.requestQueue(), shared.deadAfter()));
	}

	@Bean
	RedisLink freshetRedisLink(RedisConnections connections) {
		return connections.link();
	}

	@Bean
	RedisStore freshetRedisStore(RedisLink link, CachingProperties properties, ObjectProvider<InstantSource> clock,
			CacheStatistics statistics) {
		return new RedisStore(link, properties.namespace(), (int) properties.shared().compressionThreshold().toBytes(),
				properties.limits().forEntries(), clock.getIfAvailable(InstantSource::system), statistics);
	}

	@Bean
	GuardedStore freshetSharedTier(RedisStore store, CachingProperties properties,
			ObjectProvider<CacheObserver> observers) {
		CachingProperties.Breaker breaker = properties.shared().breaker();
		CircuitBreaker circuitBreaker = SharedTierBreaker
			.of(new SharedTierBreaker.Settings(breaker.window(), breaker.minimumCalls(), breaker.failureRate(),
					breaker.slowCall(), breaker.openFor(), breaker.trialCalls()));
		return new GuardedStore(observers.getIfAvailable(() -> CacheObserver.NONE).commands(store), circuitBreaker,
				properties.shared().timeout());
	}

	@Bean
	LeaseStore freshetLeases(RedisLink link, GuardedStore guarded, CachingProperties properties,
			ObjectProvider<CacheObserver> observers) {
		return guarded.guard(observers.getIfAvailable(() -> CacheObserver.NONE)
			.commands(new RedisLeaseStore(link, properties.namespace())));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "freshet.caching.shared.hints", matchIfMissing = true)
	Backplane freshetBackplane(RedisLink link, CachingProperties properties, ObjectProvider<CacheObserver> observers) {
		return observers.getIfAvailable(() -> CacheObserver.NONE)
			.commands(new RedisBackplane(link, properties.namespace(), properties.shared().timeout()));
	}

	@Bean
	SharedCensus freshetSharedCensus(RedisLink link, RedisStore store, CachingProperties properties,
			AdministrationProperties administration) {
		return new SharedCensus(link, store, properties.namespace(), administration.censusInterval());
	}

	@Bean
	SharedTierInspector sharedTierInspector(RedisLink link, RedisStore store, GuardedStore guarded, SharedCensus census,
			CachingProperties properties) {
		return new RedisInspector(store, guarded, census, new RedisSearch(link, properties.namespace()));
	}

	@Bean
	SmartLifecycle sharedTierLifecycle(BackgroundWork background, RedisLink link, SharedCensus census) {
		return new BackgroundLifecycle(background, link.connect(), census.keepCounting());
	}

}
