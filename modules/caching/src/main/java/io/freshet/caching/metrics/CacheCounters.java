package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import io.freshet.caching.store.LookupOutcome;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.SampleOutcome;
import io.freshet.caching.store.Tier;

/**
 * The counters of one cache.
 */
final class CacheCounters {

	final LongAdder hits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder bypasses = new LongAdder();

	final LongAdder coalesced = new LongAdder();

	final LongAdder undecodable = new LongAdder();

	final LongAdder payloadBytes = new LongAdder();

	final LongAdder sentBytes = new LongAdder();

	final ServiceCounters service = new ServiceCounters();

	private final Map<Tier, TierCounters> tiers = new EnumMap<>(
			Map.of(Tier.NEAR, new TierCounters(), Tier.SHARED, new TierCounters()));

	private final LongAdder loads = new LongAdder();

	private final LongAdder failedLoads = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	private final LongAccumulator longestLoadNanos = new LongAccumulator(Math::max, 0);

	private final AtomicLongArray loadTimes = new AtomicLongArray(LoadTimes.BUCKETS);

	private final Map<RefusalReason, LongAdder> refused = adders(RefusalReason.class);

	private final Map<SampleOutcome, LongAdder> samples = adders(SampleOutcome.class);

	private final LongAdder staleMillis = new LongAdder();

	private final LongAccumulator oldestStaleMillis = new LongAccumulator(Math::max, 0);

	static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
		Map<E, LongAdder> adders = new EnumMap<>(type);
		for (E constant : type.getEnumConstants()) {
			adders.put(constant, new LongAdder());
		}
		return adders;
	}

	void load(Duration took, boolean succeeded) {
		(succeeded ? this.loads : this.failedLoads).increment();
		this.loadNanos.add(took.toNanos());
		this.longestLoadNanos.accumulate(took.toNanos());
		this.loadTimes.incrementAndGet(LoadTimes.bucketOf(took));
	}

	void sampled(SampleOutcome outcome, Duration age) {
		Objects.requireNonNull(this.samples.get(outcome)).increment();
		if (outcome == SampleOutcome.STALE) {
			this.staleMillis.add(age.toMillis());
			this.oldestStaleMillis.accumulate(age.toMillis());
		}
	}

	LongAdder refused(RefusalReason reason) {
		return Objects.requireNonNull(this.refused.get(reason));
	}

	TierCounters tier(Tier tier) {
		return Objects.requireNonNull(this.tiers.get(tier));
	}

	CacheCounts read() {
		return new CacheCounts(this.hits.sum(), this.misses.sum(), this.bypasses.sum(), this.loads.sum(),
				this.failedLoads.sum(), Duration.ofNanos(this.loadNanos.sum()),
				Duration.ofNanos(this.longestLoadNanos.get()), readLoadTimes(), this.coalesced.sum(),
				this.undecodable.sum(), this.refused.values().stream().mapToLong(LongAdder::sum).sum(),
				this.service.read(), readSamples(), tier(Tier.NEAR).read(), tier(Tier.SHARED).read());
	}

	private LoadTimes readLoadTimes() {
		return new LoadTimes(IntStream.range(0, LoadTimes.BUCKETS).mapToObj(this.loadTimes::get).toList());
	}

	private SampleCounts readSamples() {
		return new SampleCounts(ServiceCounters.sums(this.samples), Duration.ofMillis(this.staleMillis.sum()),
				Duration.ofMillis(this.oldestStaleMillis.get()));
	}

	/** The counters of one tier. */
	static final class TierCounters {

		final LongAdder puts = new LongAdder();

		private final LongAdder evictions = new LongAdder();

		private final LongAdder evictedBytes = new LongAdder();

		private final Map<LookupOutcome, LongAdder> lookups = adders(LookupOutcome.class);

		LongAdder lookups(LookupOutcome outcome) {
			return Objects.requireNonNull(this.lookups.get(outcome));
		}

		void evicted(long weight) {
			this.evictions.increment();
			this.evictedBytes.add(weight);
		}

		TierCounts read() {
			return new TierCounts(lookups(LookupOutcome.HIT).sum(), lookups(LookupOutcome.MISS).sum(),
					lookups(LookupOutcome.INVALID).sum(), lookups(LookupOutcome.UNJUDGED).sum(),
					lookups(LookupOutcome.STALE).sum(), this.puts.sum(), this.evictions.sum(), this.evictedBytes.sum());
		}

	}

}
