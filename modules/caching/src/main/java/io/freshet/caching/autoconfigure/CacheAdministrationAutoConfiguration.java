package io.freshet.caching.autoconfigure;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.CacheName;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.CacheAdvisor;
import io.freshet.caching.administration.CacheControl;
import io.freshet.caching.administration.CachingReport.DatabaseReport;
import io.freshet.caching.administration.DatabaseWatch;
import io.freshet.caching.administration.EntryAdministration;
import io.freshet.caching.administration.EntryPreviewer;
import io.freshet.caching.administration.InstanceReports;
import io.freshet.caching.administration.Instances;
import io.freshet.caching.administration.NoSharedTier;
import io.freshet.caching.administration.RouteAdministration;
import io.freshet.caching.administration.SharedTierInspector;
import io.freshet.caching.administration.Surroundings;
import io.freshet.caching.administration.TieredAdministration;
import io.freshet.caching.administration.TieredEntries;
import io.freshet.caching.administration.ValuePreviewer;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundLifecycle;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.web.CachedRoutes;
import io.freshet.caching.web.ResponseCacheFilter;

/**
 * Auto-configuration of the administration of the caches.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class)
@EnableConfigurationProperties(AdministrationProperties.class)
public final class CacheAdministrationAutoConfiguration {

	@Bean
	CacheAdministration cacheAdministration(CaffeineStore near, ObjectProvider<SharedTierInspector> shared,
			InvalidationLedger ledger, TransactionalInvalidator invalidator, CacheStatistics statistics,
			CachingProperties properties, CachePolicies policies, CacheControl control,
			ObjectProvider<RouteAdministration> routes, ObjectProvider<DatabaseWatch> database,
			ObjectProvider<CacheAdvisor> advisor, ObjectProvider<InstantSource> clock) {
		return new TieredAdministration(near, properties.near().maxSize().toBytes(),
				shared.getIfAvailable(NoSharedTier::new), ledger.view(), invalidator, statistics, policies::policy,
				control, new FoundSurroundings(routes, database, advisor.getIfAvailable()),
				clock.getIfAvailable(InstantSource::system));
	}

	@Bean
	EntryAdministration entryAdministration(CaffeineStore near, ObjectProvider<SharedTierInspector> shared,
			InvalidationLedger ledger, TransactionalInvalidator invalidator, AdministrationProperties properties,
			ObjectProvider<EntryPreviewer> previewers, ObjectProvider<InstantSource> clock) {
		ValuePreviewer anyOther = new ValuePreviewer();
		EntryPreviewer previewer = (entry, policy) -> previewers.orderedStream()
			.flatMap((one) -> Stream.ofNullable(one.preview(entry, policy)))
			.findFirst()
			.orElseGet(() -> anyOther.preview(entry, policy));
		return new TieredEntries(near, shared.getIfAvailable(NoSharedTier::new), ledger.view(), invalidator, previewer,
				properties::previewOf, clock.getIfAvailable(InstantSource::system));
	}

	@Bean
	Instances freshetInstances(CacheAdministration administration, ObjectProvider<InstanceReports> reports,
			AdministrationProperties properties, ObjectProvider<InstantSource> clock) {
		return new Instances(administration, reports.getIfAvailable(() -> InstanceReports.NONE),
				UUID.randomUUID().toString(), properties.nameOfThisInstance(), properties.reportInterval(),
				clock.getIfAvailable(InstantSource::system));
	}

	@Bean
	SmartLifecycle instancesLifecycle(BackgroundWork background, Instances instances) {
		return new BackgroundLifecycle(background, instances.publish());
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
		}, policies::policy, overrides, CachedRoutes::isRoute);
	}

	/**
	 * Looks for what there is when it is asked, because some of it is made later.
	 */
	private record FoundSurroundings(ObjectProvider<RouteAdministration> routes, ObjectProvider<DatabaseWatch> watch,
			@Nullable CacheAdvisor advisor) implements Surroundings {

		@Override
		public Map<String, Long> responses() {
			RouteAdministration known = this.routes.getIfAvailable();
			return (known != null) ? known.responses() : Map.of();
		}

		@Override
		public DatabaseReport database(boolean reachable) {
			DatabaseWatch known = this.watch.getIfAvailable();
			return (known != null) ? new DatabaseReport(true, reachable, known.connections()) : DatabaseReport.NONE;
		}

	}

}
