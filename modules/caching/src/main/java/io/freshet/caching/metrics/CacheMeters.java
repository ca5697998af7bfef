package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoreContent;

/**
 * Publishes what is counted as the meters of {@link CacheMeter}. Counting itself does not
 * touch a registry, so that a hit pays nothing for it.
 */
public final class CacheMeters implements MeterBinder {

	private final CacheStatistics statistics;

	private final Supplier<Map<CacheName, StoreContent>> nearContent;

	private final FreshnessView view;

	private final Supplier<Number> degraded;

	/**
	 * Makes meters that are not registered yet.
	 * @param statistics what is counted
	 * @param nearContent gives what the near tier holds
	 * @param view what is known of the ledger
	 * @param degraded gives 1 while the shared tier is skipped, else 0
	 */
	public CacheMeters(CacheStatistics statistics, Supplier<Map<CacheName, StoreContent>> nearContent,
			FreshnessView view, Supplier<Number> degraded) {
		this.statistics = statistics;
		this.nearContent = nearContent;
		this.view = view;
		this.degraded = degraded;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(CacheMeter.LEDGER_AGE.meterName(), this.view, (view) -> seconds(view.age()))
			.baseUnit("seconds")
			.register(registry);
		Gauge.builder(CacheMeter.DEGRADED.meterName(), this.degraded).strongReference(true).register(registry);
		this.statistics.forEachCache((cache) -> bind(cache, registry));
	}

	private void bind(CacheName cache, MeterRegistry registry) {
		Tags tags = Tags.of("cache", cache.value());
		counter(registry, CacheMeter.GETS, cache, tags.and("result", "hit"), CacheCounts::hits);
		counter(registry, CacheMeter.GETS, cache, tags.and("result", "miss"), CacheCounts::misses);
		counter(registry, CacheMeter.PUTS, cache, tags, (counts) -> counts.near().puts());
		counter(registry, CacheMeter.EVICTIONS, cache, tags, (counts) -> counts.near().evictions());
		counter(registry, CacheMeter.BYPASSES, cache, tags, CacheCounts::bypasses);
		counter(registry, CacheMeter.COALESCED, cache, tags, CacheCounts::coalesced);
		for (RefusalReason reason : RefusalReason.values()) {
			FunctionCounter
				.builder(CacheMeter.REFUSED.meterName(), this.statistics, (counted) -> counted.refusals(cache, reason))
				.tags(tags.and("reason", reason.label()))
				.register(registry);
		}
		counter(registry, CacheMeter.FAILED_LOADS, cache, tags, CacheCounts::failedLoads);
		counter(registry, CacheMeter.UNDECODABLE, cache, tags, CacheCounts::undecodable);
		bindService(registry, cache, tags);
		bindTier(registry, cache, tags.and("tier", "near"), (counts) -> counts.near());
		bindTier(registry, cache, tags.and("tier", "shared"), (counts) -> counts.shared());
		FunctionTimer
			.builder(CacheMeter.LOADS.meterName(), this.statistics,
					(counted) -> counted.counts(cache).loads() + counted.counts(cache).failedLoads(),
					(counted) -> counted.counts(cache).loadTime().toNanos(), TimeUnit.NANOSECONDS)
			.tags(tags)
			.register(registry);
		Gauge
			.builder(CacheMeter.SIZE.meterName(), this.nearContent,
					(content) -> content.get().getOrDefault(cache, StoreContent.EMPTY).entries())
			.tags(tags)
			.strongReference(true)
			.register(registry);
	}

	private void bindService(MeterRegistry registry, CacheName cache, Tags tags) {
		counter(registry, CacheMeter.REFRESHES, cache, tags, (counts) -> counts.service().refreshes());
		counter(registry, CacheMeter.LOAD_TIMEOUTS, cache, tags, (counts) -> counts.service().loadTimeouts());
		counter(registry, CacheMeter.REMEMBERED_ERRORS, cache, tags, (counts) -> counts.service().rememberedErrors());
		for (StaleReason reason : StaleReason.values()) {
			counter(registry, CacheMeter.STALE, cache, tags.and("reason", reason.label()),
					(counts) -> counts.service().stale(reason));
		}
		for (LeaseOutcome outcome : LeaseOutcome.values()) {
			counter(registry, CacheMeter.LEASES, cache, tags.and("result", outcome.label()),
					(counts) -> counts.service().leases(outcome));
		}
	}

	private void bindTier(MeterRegistry registry, CacheName cache, Tags tags, Function<CacheCounts, TierCounts> tier) {
		CacheMeter meter = CacheMeter.TIER_GETS;
		counter(registry, meter, cache, tags.and("result", "hit"), (counts) -> tier.apply(counts).hits());
		counter(registry, meter, cache, tags.and("result", "miss"), (counts) -> tier.apply(counts).misses());
		counter(registry, meter, cache, tags.and("result", "invalid"), (counts) -> tier.apply(counts).invalid());
		counter(registry, meter, cache, tags.and("result", "unjudged"), (counts) -> tier.apply(counts).unjudged());
		counter(registry, meter, cache, tags.and("result", "stale"), (counts) -> tier.apply(counts).stale());
	}

	private void counter(MeterRegistry registry, CacheMeter meter, CacheName cache, Tags tags,
			ToDoubleFunction<CacheCounts> value) {
		FunctionCounter
			.builder(meter.meterName(), this.statistics, (counted) -> value.applyAsDouble(counted.counts(cache)))
			.tags(tags)
			.register(registry);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
