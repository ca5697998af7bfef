package io.freshet.caching.autoconfigure;

import java.time.InstantSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.NoSharedTier;
import io.freshet.caching.administration.RedisInspector;
import io.freshet.caching.administration.SharedTierInspector;
import io.freshet.caching.administration.TieredAdministration;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.redis.RedisStore;
import io.freshet.caching.resilience.GuardedStore;

/**
 * Auto-configuration of the administration of the caches.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
public final class CacheAdministrationAutoConfiguration {

	@Bean
	CacheAdministration cacheAdministration(CaffeineStore near, ObjectProvider<SharedTierInspector> shared,
			InvalidationLedger ledger, TransactionalInvalidator invalidator, CacheStatistics statistics,
			CachingProperties properties, ObjectProvider<InstantSource> clock) {
		return new TieredAdministration(near, properties.near().maxSize().toBytes(),
				shared.getIfAvailable(NoSharedTier::new), ledger.view(), invalidator, statistics, properties::policy,
				clock.getIfAvailable(InstantSource::system));
	}

	/**
	 * The shared tier.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.data.redis.connection.ReactiveRedisConnectionFactory")
	@ConditionalOnBean(type = "io.freshet.caching.redis.RedisStore")
	static class SharedTier {

		@Bean
		@ConditionalOnMissingBean
		SharedTierInspector sharedTierInspector(RedisStore store, GuardedStore guarded) {
			return new RedisInspector(store, guarded);
		}

	}

}
