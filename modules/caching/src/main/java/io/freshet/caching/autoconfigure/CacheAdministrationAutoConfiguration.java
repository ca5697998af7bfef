package io.freshet.caching.autoconfigure;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.CacheName;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.CacheControl;
import io.freshet.caching.administration.NoSharedTier;
import io.freshet.caching.administration.SharedTierInspector;
import io.freshet.caching.administration.TieredAdministration;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.web.ResponseCacheFilter;

/**
 * Auto-configuration of the administration of the caches.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
public final class CacheAdministrationAutoConfiguration {

	@Bean
	CacheAdministration cacheAdministration(CaffeineStore near, ObjectProvider<SharedTierInspector> shared,
			InvalidationLedger ledger, TransactionalInvalidator invalidator, CacheStatistics statistics,
			CachingProperties properties, CachePolicies policies, CacheControl control,
			ObjectProvider<InstantSource> clock) {
		return new TieredAdministration(near, properties.near().maxSize().toBytes(),
				shared.getIfAvailable(NoSharedTier::new), ledger.view(), invalidator, statistics, policies::policy,
				control, clock.getIfAvailable(InstantSource::system));
	}

	@Bean
	CacheControl cacheControl(ReactiveCacheManager caches, CachingProperties properties, CachePolicies policies,
			PolicyOverrides overrides) {
		boolean responses = !properties.http().routes().isEmpty();
		return new CacheControl(() -> {
			Set<CacheName> names = new HashSet<>(caches.cacheNames());
			if (responses) {
				names.add(ResponseCacheFilter.CACHE);
			}
			return names;
		}, policies::policy, overrides);
	}

}
