package io.freshet.caching.autoconfigure;

import java.time.InstantSource;
import java.util.concurrent.ForkJoinPool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

import io.freshet.caching.DomainEvents;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.administration.CacheAdvisor;
import io.freshet.caching.announcement.AnnouncingLedger;
import io.freshet.caching.announcement.InvalidationAnnouncer;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.codec.ValueCodecs;
import io.freshet.caching.invalidation.BeanDomainEvents;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.EngineCacheManager;
import io.freshet.caching.load.EngineOptions;
import io.freshet.caching.load.LocalPolicyOverrides;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.method.CachedMethodPostProcessor;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.store.AccessListener;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.LeaseStore;
import io.freshet.caching.store.LastKnownStore;
import io.freshet.caching.store.LimitedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.Tier;
import io.freshet.caching.store.TieredStore;
import io.freshet.caching.store.ValueCodecFactory;

/**
 * Auto-configuration of the caches: the near tier, the engine, the annotation and the
 * delivery of domain events. Without a ledger of its own an application gets one in
 * memory, which serves one instance.
 */
@AutoConfiguration(after = CacheStatisticsAutoConfiguration.class)
@EnableConfigurationProperties({ CachingProperties.class, PolicyProperties.class, AdministrationProperties.class })
public final class CachingAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(CachingAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(InvalidationLedger.class)
	LocalLedger localLedger(CachingProperties properties) {
		return new LocalLedger(properties.ledger().viewSize().toBytes());
	}

	@Bean
	@ConditionalOnMissingBean(PolicyOverrides.class)
	LocalPolicyOverrides localPolicyOverrides() {
		return new LocalPolicyOverrides();
	}

	@Bean
	CachePolicies cachePolicies(PolicyProperties settings, CachingProperties properties, Environment environment) {
		UnknownSettings.refuse(environment);
		return CachePolicies.of(settings, properties);
	}

	@Bean
	BackgroundWork freshetBackgroundWork(CachingProperties properties) {
		return new BackgroundWork(properties.backgroundLimit());
	}

	@Bean
	@ConditionalOnBooleanProperty("freshet.caching.administration.advice.enabled")
	CacheAdvisor cacheAdvisor(InvalidationLedger ledger, AdministrationProperties properties) {
		return new CacheAdvisor(ledger.view(), properties.advice().keys());
	}

	@Bean
	CaffeineStore freshetNearTier(CachingProperties properties, ObjectProvider<InstantSource> clock,
			CacheStatistics statistics, ObjectProvider<CacheAdvisor> advisor) {
		CacheAdvisor known = advisor.getIfAvailable();
		return new CaffeineStore(properties.near().maxSize().toBytes(), clock.getIfAvailable(InstantSource::system),
				ForkJoinPool.commonPool(), statistics, (known != null) ? known : AccessListener.NONE);
	}

	@Bean
	CacheEngine cacheEngine(CachingProperties properties, CaffeineStore near, ObjectProvider<GuardedStore> shared,
			InvalidationLedger ledger, BackgroundWork background, ObjectProvider<InstantSource> clock,
			CacheStatistics statistics, ObjectProvider<LeaseStore> leases, PolicyOverrides overrides,
			ObjectProvider<CacheObserver> observers) {
		CacheObserver observer = observers.getIfAvailable(() -> CacheObserver.NONE);
		InstantSource time = clock.getIfAvailable(InstantSource::system);
		CacheStore nearTier = properties.enabled() ? near : new NoStore();
		CacheStore judged = new JudgedStore(nearTier, Tier.NEAR, ledger, statistics, time);
		CacheStore lastKnown = new LastKnownStore(nearTier, Tier.NEAR, ledger.view(), statistics, time);
		GuardedStore sharedTier = shared.getIfAvailable();
		if (sharedTier != null) {
			tellIfAlone(ledger);
			judged = new TieredStore(judged,
					observer.fills(new JudgedStore(sharedTier, Tier.SHARED, ledger, statistics, time)),
					background::run);
			lastKnown = new TieredStore(lastKnown,
					new LastKnownStore(sharedTier, Tier.SHARED, ledger.view(), statistics, time), background::run);
		}
		CacheStore limited = new LimitedStore(judged, properties.limits().forEntries(), statistics);
		return new CacheEngine(limited, lastKnown, ledger, background, statistics, time,
				options(properties, ledger).withLeases(leases.getIfAvailable(() -> LeaseStore.NONE))
					.withOverrides(overrides)
					.withObserver(observer)
					.withLongestStream(properties.limits().forEntries().valueSize()));
	}

	/**
	 * What deletes its rows cannot judge entries that are older than those. The ledger in
	 * memory forgets by size alone, and knows what it forgot.
	 */
	private static EngineOptions options(CachingProperties properties, InvalidationLedger ledger) {
		return (ledger instanceof LocalLedger) ? EngineOptions.defaults()
				: EngineOptions.defaults().withLongestLifetime(properties.ledger().retention());
	}

	/** Redis looks as if several instances shared their entries, which takes a ledger. */
	private static void tellIfAlone(InvalidationLedger ledger) {
		if (ledger instanceof LocalLedger) {
			logger.warn("Shared cache tier: without PostgreSQL invalidations are known to the instance that made them"
					+ " alone, and it uses only those entries in Redis that it put there itself. This serves one"
					+ " instance; for several configure spring.r2dbc.url");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	TransactionalInvalidator transactionalInvalidator(InvalidationLedger ledger,
			ObjectProvider<InvalidationAnnouncer> announcer) {
		InvalidationAnnouncer told = announcer.getIfAvailable();
		return new TransactionalInvalidator((told != null) ? new AnnouncingLedger(ledger, told) : ledger);
	}

	@Bean
	@ConditionalOnMissingBean(ReactiveCacheManager.class)
	EngineCacheManager reactiveCacheManager(CacheEngine engine, TransactionalInvalidator invalidator,
			CachePolicies policies, ObjectProvider<ValueCodecFactory> codecs) {
		return new EngineCacheManager(engine, invalidator, policies::admittedPolicy,
				new ValueCodecs(codecs.orderedStream().toList(), JsonMapper.builder().build()));
	}

	@Bean
	@ConditionalOnMissingBean
	DomainEvents domainEvents(ConfigurableListableBeanFactory beans) {
		return new BeanDomainEvents(beans);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CachedMethodPostProcessor cachedMethodPostProcessor(ObjectProvider<ReactiveCacheManager> caches,
			ConfigurableListableBeanFactory beans) {
		return new CachedMethodPostProcessor(caches::getObject, beans);
	}

}
