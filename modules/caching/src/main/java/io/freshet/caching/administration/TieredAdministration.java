package io.freshet.caching.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.administration.CachingReport.LedgerReport;
import io.freshet.caching.administration.CachingReport.NearReport;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoreContent;

/**
 * Administration of a near and a shared tier.
 */
public final class TieredAdministration implements CacheAdministration {

	private static final Logger logger = LoggerFactory.getLogger(TieredAdministration.class);

	private final CaffeineStore near;

	private final long nearCapacity;

	private final SharedTierInspector shared;

	private final FreshnessView view;

	private final TransactionalInvalidator invalidator;

	private final CacheStatistics statistics;

	private final Function<CacheName, CachePolicy> policies;

	private final InstantSource clock;

	private final Instant started;

	/**
	 * Makes an administration.
	 * @param near the near tier
	 * @param nearCapacity the bytes that it may hold
	 * @param shared the shared tier
	 * @param view what is known of the ledger
	 * @param invalidator records what is cleared
	 * @param statistics what was counted
	 * @param policies gives the policy of a cache
	 * @param clock tells the uptime, which begins now
	 */
	public TieredAdministration(CaffeineStore near, long nearCapacity, SharedTierInspector shared, FreshnessView view,
			TransactionalInvalidator invalidator, CacheStatistics statistics, Function<CacheName, CachePolicy> policies,
			InstantSource clock) {
		this.near = near;
		this.nearCapacity = nearCapacity;
		this.shared = shared;
		this.view = view;
		this.invalidator = invalidator;
		this.statistics = statistics;
		this.policies = policies;
		this.clock = clock;
		this.started = clock.instant();
	}

	@Override
	public Mono<CachingReport> report() {
		return this.shared.inspect().map((inspected) -> {
			Map<CacheName, StoreContent> nearContent = this.near.content();
			List<CacheReport> caches = this.statistics.counts()
				.entrySet()
				.stream()
				.map((counted) -> new CacheReport(counted.getKey(), this.policies.apply(counted.getKey()),
						counted.getValue(), nearContent.getOrDefault(counted.getKey(), StoreContent.EMPTY),
						inspected.caches().getOrDefault(counted.getKey(), StoreContent.EMPTY)))
				.toList();
			StoreContent total = nearContent.values().stream().reduce(StoreContent.EMPTY, StoreContent::plus);
			return new CachingReport(Duration.between(this.started, this.clock.instant()), caches,
					new NearReport(total, this.nearCapacity), inspected.report(),
					new LedgerReport(this.view.age(), this.view.isCurrent(), this.view.sequence()));
		});
	}

	@Override
	public Mono<ClearReport> preview(KeyPattern pattern) {
		return count(pattern, true, (store) -> store.keys(pattern));
	}

	@Override
	public Mono<ClearReport> clear(KeyPattern pattern) {
		return this.invalidator.invalidate(Invalidation.ofPattern(pattern))
			.then(count(pattern, false, (store) -> store.purge(pattern)))
			.doOnNext((report) -> logger.info("Cleared '{}': {} entries, {} near, {} shared{}", pattern,
					report.entries(), report.near(), report.shared(),
					report.sharedReached() ? "" : " (shared tier not reached)"));
	}

	private Mono<ClearReport> count(KeyPattern pattern, boolean dryRun, Function<CacheStore, Flux<EntryKey>> keys) {
		return keys.apply(this.near).collect(HashSet<EntryKey>::new, HashSet::add).flatMap((nearKeys) -> {
			LongAdder both = new LongAdder();
			return keys.apply(this.shared.store())
				.doOnNext((key) -> both.add(nearKeys.contains(key) ? 1 : 0))
				.count()
				.map((shared) -> new ClearReport(pattern, dryRun, nearKeys.size() + shared - both.sum(),
						nearKeys.size(), shared, true))
				.onErrorResume((ex) -> {
					logger.warn("The shared tier could not be searched: {}", ex.toString());
					return Mono.just(new ClearReport(pattern, dryRun, nearKeys.size(), nearKeys.size(), 0, false));
				});
		});
	}

}
