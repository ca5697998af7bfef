package io.freshet.caching.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.metrics.CacheStatistics;

/**
 * Auto-configuration of what the caches count, which both tiers need.
 */
@AutoConfiguration
public final class CacheStatisticsAutoConfiguration {

	@Bean
	CacheStatistics cacheStatistics() {
		return new CacheStatistics();
	}

}
