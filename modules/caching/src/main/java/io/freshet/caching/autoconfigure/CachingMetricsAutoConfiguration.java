package io.freshet.caching.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.announcement.QueuedAnnouncer;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.HintCounts;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.metrics.CacheMeter;
import io.freshet.caching.metrics.CacheMeters;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.metrics.InstanceMeters;
import io.freshet.caching.resilience.BreakerMeters;
import io.freshet.caching.resilience.GuardedStore;

/**
 * Auto-configuration of the meters of the caches, for applications with Micrometer.
 */
@AutoConfiguration(after = { CachingAutoConfiguration.class, AnnouncementAutoConfiguration.class })
@ConditionalOnClass(MeterRegistry.class)
public final class CachingMetricsAutoConfiguration {

	@Bean
	CacheMeters cacheMeters(CacheStatistics statistics, CaffeineStore near) {
		return new CacheMeters(statistics, near::content);
	}

	@Bean
	InstanceMeters cacheInstanceMeters(InvalidationLedger ledger, BackgroundWork background,
			ObjectProvider<GuardedStore> shared, ObjectProvider<HintCounts> hints,
			ObjectProvider<QueuedAnnouncer> announcer) {
		InstanceMeters meters = new InstanceMeters(ledger.view()).with(CacheMeter.BACKGROUND, background::running)
			.with(CacheMeter.BACKGROUND_REFUSED, background::refused);
		shared.ifAvailable((tier) -> meters.with(CacheMeter.DEGRADED, () -> tier.isDegraded() ? 1 : 0));
		hints.ifAvailable((counts) -> meters.with(CacheMeter.HINTS, "sent", counts::sent)
			.with(CacheMeter.HINTS, "failed", counts::failed)
			.with(CacheMeter.HINTS, "received", counts::received));
		announcer.ifAvailable((queue) -> meters.with(CacheMeter.ANNOUNCEMENTS, "sent", queue::announced)
			.with(CacheMeter.ANNOUNCEMENTS, "dropped", queue::dropped)
			.with(CacheMeter.ANNOUNCEMENTS, "failed", queue::failures)
			.with(CacheMeter.ANNOUNCEMENTS_QUEUED, queue::queued));
		return meters;
	}

	@Bean
	@ConditionalOnBean(GuardedStore.class)
	@ConditionalOnClass(name = "io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher")
	MeterBinder sharedTierBreakerMeters(GuardedStore shared) {
		return new BreakerMeters(shared);
	}

}
