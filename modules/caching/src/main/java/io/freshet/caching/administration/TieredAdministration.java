package io.freshet.caching.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

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
import io.freshet.caching.store.EntryHead;
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
		return described(this.shared.inspect());
	}

	@Override
	public Mono<CachingReport> glance() {
		return described(this.shared.glance());
	}

	/** Not on the thread that brought the reply: the replies to others wait for it. */
	private Mono<CachingReport> described(Mono<Inspected> inspected) {
		return inspected.publishOn(Schedulers.boundedElastic()).map(this::describe);
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
	public Flux<ClearStep> clearing(Selection selection, boolean dryRun) {
		Flux<ClearStep> run = Flux
			.defer(() -> new Clearing(selection, dryRun, wanted(selection, dryRun)).run(this.near, this.shared));
		if (dryRun) {
			return run;
		}
		return this.invalidator.invalidate(invalidation(selection)).thenMany(run).doOnNext(TieredAdministration::log);
	}

	private static Invalidation invalidation(Selection selection) {
		return (selection instanceof ByTag byTag) ? Invalidation.ofTags(List.of(byTag.tag()))
				: Invalidation.ofPattern(((ByKey) selection).pattern());
	}

	/**
	 * What is loaded after an invalidation stays, and what was invalid before is not what
	 * would be cleared.
	 */
	private Predicate<EntryHead> wanted(Selection selection, boolean dryRun) {
		if (selection instanceof ByKey byKey) {
			return (head) -> byKey.pattern().equals(KeyPattern.ALL) || byKey.pattern().matches(head.key().text());
		}
		CacheTag tag = ((ByTag) selection).tag();
		return (head) -> head.tags().contains(tag)
				&& this.view.isValid(head.stamp(), head.key().text(), head.tags()) == dryRun;
	}

	private static void log(ClearStep step) {
		if (step instanceof ClearStep.Done done) {
			ClearReport report = done.report();
			logger.info("Cleared '{}': {} entries, {} near, {} shared{}", report.selection(), report.entries(),
					report.near(), report.shared(), report.sharedReached() ? "" : " (shared tier not reached)");
		}
	}

	@Override
	public Mono<AdviceReport> advice(@Nullable Long nearSize, @Nullable Duration ttl) {
		return Mono.fromSupplier(() -> {
			CacheAdvisor known = this.surroundings.advisor();
			return (known != null) ? known.advise(this.nearCapacity, this.statistics, this.policies, nearSize, ttl)
					: new AdviceReport(false, this.nearCapacity, 0, List.of());
		});
	}

	@Override
	public Mono<List<CacheSetting>> caches() {
		return Mono.fromSupplier(this.control::caches);
	}

	@Override
	public Mono<CacheSetting> change(CacheName cache, UnaryOperator<PolicyOverride> change) {
		return this.control.change(cache, change);
	}

}
