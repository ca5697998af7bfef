package io.freshet.caching.autoconfigure;

import java.time.InstantSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.NoSharedTier;
import io.freshet.caching.administration.SharedTierInspector;
import io.freshet.caching.administration.TieredAdministration;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.metrics.CacheStatistics;

/**
 * Auto-configuration of the administration of the caches.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
public final class CacheAdministrationAutoConfiguration {

	@Bean
	CacheAdministration cacheAdministration(CaffeineStore near, ObjectProvider<SharedTierInspector> shared,
			InvalidationLedger ledger, TransactionalInvalidator invalidator, CacheStatistics statistics,
			CachingProperties properties, CachePolicies policies, ObjectProvider<InstantSource> clock) {
		return new TieredAdministration(near, properties.near().maxSize().toBytes(),
				shared.getIfAvailable(NoSharedTier::new), ledger.view(), invalidator, statistics, policies::policy,
				clock.getIfAvailable(InstantSource::system));
	}

}
