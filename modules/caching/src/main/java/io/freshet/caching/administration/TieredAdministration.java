package io.freshet.caching.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.administration.CachingReport.LedgerReport;
import io.freshet.caching.administration.CachingReport.NearReport;
import io.freshet.caching.administration.SharedTierInspector.Inspected;
import io.freshet.caching.administration.Selection.ByKey;
import io.freshet.caching.administration.Selection.ByTag;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.resilience.WaitBudget;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.StoredEntry;

/**
 * Administration of a near and a shared tier.
 */
public final class TieredAdministration implements CacheAdministration {

	private static final Logger logger = LoggerFactory.getLogger(TieredAdministration.class);

	private static final int READS_AT_ONCE = 64;

	private final CaffeineStore near;

	private final long nearCapacity;

	private final SharedTierInspector shared;

	private final FreshnessView view;

	private final TransactionalInvalidator invalidator;

	private final CacheStatistics statistics;

	private final Function<CacheName, CachePolicy> policies;

	private final CacheControl control;

	private final Surroundings surroundings;

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
	 * @param control changes caches
	 * @param surroundings what is around the caches
	 * @param clock tells the uptime, which begins now
	 */
	public TieredAdministration(CaffeineStore near, long nearCapacity, SharedTierInspector shared, FreshnessView view,
			TransactionalInvalidator invalidator, CacheStatistics statistics, Function<CacheName, CachePolicy> policies,
			CacheControl control, Surroundings surroundings, InstantSource clock) {
		this.near = near;
		this.nearCapacity = nearCapacity;
		this.shared = shared;
		this.view = view;
		this.invalidator = invalidator;
		this.statistics = statistics;
		this.policies = policies;
		this.control = control;
		this.surroundings = surroundings;
		this.clock = clock;
		this.started = clock.instant();
	}

	@Override
	public Mono<CachingReport> report() {
		return this.shared.inspect().map(this::describe);
	}

	@Override
	public Mono<CachingReport> glance() {
		return this.shared.glance().map(this::describe);
	}

	private CachingReport describe(Inspected inspected) {
		Map<CacheName, StoreContent> nearContent = this.near.content();
		List<CacheReport> caches = this.statistics.counts()
			.entrySet()
			.stream()
			.map((counted) -> describe(counted.getKey(), counted.getValue(),
					nearContent.getOrDefault(counted.getKey(), StoreContent.EMPTY),
					inspected.caches().getOrDefault(counted.getKey(), StoreContent.EMPTY)))
			.toList();
		StoreContent total = nearContent.values().stream().reduce(StoreContent.EMPTY, StoreContent::plus);
		boolean current = this.view.isCurrent();
		return new CachingReport(Duration.between(this.started, this.clock.instant()), caches,
				new NearReport(total, this.nearCapacity), inspected.report(),
				new LedgerReport(this.view.age(), this.view.bound(), current, this.view.sequence()),
				this.surroundings.responses(), this.surroundings.database(current));
	}

	private CacheReport describe(CacheName name, CacheCounts counts, StoreContent nearContent,
			StoreContent sharedContent) {
		CachePolicy policy = this.policies.apply(name);
		return new CacheReport(name, policy.ttl(), policy.negativeTtl(), counts, nearContent, sharedContent);
	}

	@Override
	public Mono<ClearReport> preview(Selection selection) {
		return count(selection, true, (store) -> find(store, selection));
	}

	@Override
	public Mono<ClearReport> clear(Selection selection) {
		Mono<ClearReport> cleared;
		if (selection instanceof ByTag byTag) {
			// Counted first: afterwards they are not valid any more.
			cleared = count(selection, false, (store) -> find(store, selection))
				.delayUntil((report) -> this.invalidator.invalidate(byTag.tag()));
		}
		else {
			KeyPattern pattern = ((ByKey) selection).pattern();
			cleared = this.invalidator.invalidate(Invalidation.ofPattern(pattern))
				.then(count(selection, false, (store) -> store.purge(pattern)));
		}
		return cleared.doOnNext(
				(report) -> logger.info("Cleared '{}': {} entries, {} near, {} shared{}", selection, report.entries(),
						report.near(), report.shared(), report.sharedReached() ? "" : " (shared tier not reached)"));
	}

	@Override
	public Mono<List<CacheSetting>> caches() {
		return Mono.fromSupplier(this.control::caches);
	}

	@Override
	public Mono<CacheSetting> change(CacheName cache, UnaryOperator<PolicyOverride> change) {
		return this.control.change(cache, change);
	}

	private Flux<EntryKey> find(CacheStore store, Selection selection) {
		if (selection instanceof ByKey byKey) {
			return store.keys(byKey.pattern());
		}
		CacheTag tag = ((ByTag) selection).tag();
		return store.keys(KeyPattern.ALL)
			.flatMap((key) -> store.find(key)
				.filter((entry) -> entry.tags().contains(tag)
						&& this.view.isValid(entry.stamp(), entry.keyText(), entry.tags()))
				.map(StoredEntry::key), READS_AT_ONCE);
	}

	private Mono<ClearReport> count(Selection selection, boolean dryRun, Function<CacheStore, Flux<EntryKey>> keys) {
		return keys.apply(this.near).collect(HashSet<EntryKey>::new, HashSet::add).flatMap((nearKeys) -> {
			LongAdder both = new LongAdder();
			return keys.apply(this.shared.store())
				.doOnNext((key) -> both.add(nearKeys.contains(key) ? 1 : 0))
				.count()
				.map((shared) -> new ClearReport(selection, dryRun, nearKeys.size() + shared - both.sum(),
						nearKeys.size(), shared, true))
				.onErrorResume((ex) -> {
					logger.warn("The shared tier could not be searched: {}", ex.toString());
					return Mono.just(new ClearReport(selection, dryRun, nearKeys.size(), nearKeys.size(), 0, false));
				});
		}).contextWrite(WaitBudget::outOf);
	}

}
