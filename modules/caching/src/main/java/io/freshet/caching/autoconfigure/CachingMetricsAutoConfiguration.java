package io.freshet.caching.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.metrics.CacheMeters;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.resilience.GuardedStore;

/**
 * Auto-configuration of the meters of the caches.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
public final class CachingMetricsAutoConfiguration {

	@Bean
	CacheMeters cacheMeters(CacheStatistics statistics, CaffeineStore near, InvalidationLedger ledger,
			ObjectProvider<GuardedStore> shared) {
		GuardedStore tier = shared.getIfAvailable();
		return new CacheMeters(statistics, near::content, ledger.view(),
				() -> (tier != null && tier.isDegraded()) ? 1 : 0);
	}

}
