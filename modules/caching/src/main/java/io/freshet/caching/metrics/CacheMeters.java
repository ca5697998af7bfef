package io.freshet.caching.metrics;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.store.SampleOutcome;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoreContent;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Publishes what is counted of each cache as meters of {@link CacheMeter}. Counting
 * itself does not touch a registry, so that a hit pays nothing for it; only what takes
 * time anyway, loads and waiting for leases, is told to timers as it happens.
 */
public final class CacheMeters implements MeterBinder {

	private final CacheStatistics statistics;

	private final Supplier<Map<CacheName, StoreContent>> nearContent;

	/**
	 * Makes meters that are not registered yet.
	 * @param statistics what is counted
	 * @param nearContent gives what the near tier holds
	 */
	public CacheMeters(CacheStatistics statistics, Supplier<Map<CacheName, StoreContent>> nearContent) {
		this.statistics = statistics;
		this.nearContent = nearContent;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (ResponseOutcome outcome : ResponseOutcome.values()) {
			counter(registry, CacheMeter.RESPONSES, Tags.of("status", outcome.status(), "reason", outcome.reason()),
					(counted) -> counted.responses(outcome));
		}
		CacheTimers timers = new CacheTimers(registry);
		this.statistics.forEachCache((cache) -> {
			bindStandard(registry, cache);
			bindOwn(registry, cache);
			timers.bind(cache);
		});
		this.statistics.listenToDurations(timers);
	}

	private void bindStandard(MeterRegistry registry, CacheName cache) {
		Tags tags = Tags.of("cache", cache.value(), "cache.manager", "freshet", "name", cache.value());
		counter(registry, CacheMeter.GETS, cache, tags.and("result", "hit"), CacheCounts::hits);
		counter(registry, CacheMeter.GETS, cache, tags.and("result", "miss"), CacheCounts::misses);
		counter(registry, CacheMeter.PUTS, cache, tags, (counts) -> counts.near().puts());
		counter(registry, CacheMeter.EVICTIONS, cache, tags, (counts) -> counts.near().evictions());
		counter(registry, CacheMeter.EVICTION_WEIGHT, cache, tags, (counts) -> counts.near().evictedBytes());
		counter(registry, CacheMeter.LOADS, cache, tags.and("result", "success"), CacheCounts::loads);
		counter(registry, CacheMeter.LOADS, cache, tags.and("result", "failure"), CacheCounts::failedLoads);
		TimeGauge
			.builder(CacheMeter.LOAD_DURATION.meterName(), this.statistics, NANOSECONDS,
					(counted) -> counted.counts(cache).loadTime().toNanos())
			.description(CacheMeter.LOAD_DURATION.description())
			.tags(tags)
			.register(registry);
		gauge(registry, CacheMeter.SIZE, cache, tags, StoreContent::entries);
	}

	private void bindOwn(MeterRegistry registry, CacheName cache) {
		Tags tags = Tags.of("cache", cache.value());
		gauge(registry, CacheMeter.NEAR_BYTES, cache, tags, StoreContent::bytes);
		counter(registry, CacheMeter.SHARED_BYTES, tags.and("form", "payload"),
				(counted) -> counted.payloadBytes(cache));
		counter(registry, CacheMeter.SHARED_BYTES, tags.and("form", "sent"), (counted) -> counted.sentBytes(cache));
		counter(registry, CacheMeter.BYPASSES, cache, tags, CacheCounts::bypasses);
		counter(registry, CacheMeter.COALESCED, cache, tags, CacheCounts::coalesced);
		counter(registry, CacheMeter.UNDECODABLE, cache, tags, CacheCounts::undecodable);
		counter(registry, CacheMeter.REFRESHES, cache, tags, (counts) -> counts.service().refreshes());
		counter(registry, CacheMeter.LOAD_TIMEOUTS, cache, tags, (counts) -> counts.service().loadTimeouts());
		counter(registry, CacheMeter.ABSENCES, cache, tags, (counts) -> counts.service().absences());
		counter(registry, CacheMeter.REMEMBERED_ERRORS, cache, tags, (counts) -> counts.service().rememberedErrors());
		for (RefusalReason reason : RefusalReason.values()) {
			counter(registry, CacheMeter.REFUSED, tags.and("reason", reason.label()),
					(counted) -> counted.refusals(cache, reason));
		}
		for (StaleReason reason : StaleReason.values()) {
			counter(registry, CacheMeter.STALE, cache, tags.and("reason", reason.label()),
					(counts) -> counts.service().stale(reason));
		}
		for (SampleOutcome outcome : SampleOutcome.values()) {
			counter(registry, CacheMeter.SAMPLES, cache, tags.and("result", outcome.label()),
					(counts) -> counts.samples().count(outcome));
		}
		bindTier(registry, cache, tags.and("tier", "near"), CacheCounts::near);
		bindTier(registry, cache, tags.and("tier", "shared"), CacheCounts::shared);
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
		counter(registry, meter, tags, (counted) -> value.applyAsDouble(counted.counts(cache)));
	}

	private void counter(MeterRegistry registry, CacheMeter meter, Tags tags, ToDoubleFunction<CacheStatistics> value) {
		FunctionCounter.builder(meter.meterName(), this.statistics, value)
			.description(meter.description())
			.tags(tags)
			.register(registry);
	}

	private void gauge(MeterRegistry registry, CacheMeter meter, CacheName cache, Tags tags,
			ToDoubleFunction<StoreContent> value) {
		Gauge
			.builder(meter.meterName(), this.nearContent,
					(content) -> value.applyAsDouble(content.get().getOrDefault(cache, StoreContent.EMPTY)))
			.description(meter.description())
			.tags(tags)
			.strongReference(true)
			.register(registry);
	}

}
