package io.freshet.caching.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.health.CacheHealthIndicator;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.resilience.GuardedStore;

/**
 * Auto-configuration of the health of the caches.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
@ConditionalOnClass(ReactiveHealthIndicator.class)
public final class CachingHealthAutoConfiguration {

	@Bean
	ReactiveHealthIndicator cacheHealthIndicator(InvalidationLedger ledger, ObjectProvider<GuardedStore> shared) {
		return new CacheHealthIndicator(ledger.view(), shared.getIfAvailable());
	}

}
