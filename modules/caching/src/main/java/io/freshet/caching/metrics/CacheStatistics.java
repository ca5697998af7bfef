package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.LookupOutcome;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.Tier;

/**
 * Counts what happens in the caches, since the start.
 */
public final class CacheStatistics implements CacheRecorder {

	private final ConcurrentMap<CacheName, Counters> caches = new ConcurrentHashMap<>();

	private final List<Consumer<CacheName>> listeners = new CopyOnWriteArrayList<>();

	private Counters of(CacheName cache) {
		Counters known = this.caches.get(cache);
		return (known != null) ? known : begin(cache);
	}

	private Counters begin(CacheName cache) {
		Counters begun = new Counters();
		Counters other = this.caches.putIfAbsent(cache, begun);
		if (other != null) {
			return other;
		}
		this.listeners.forEach((listener) -> listener.accept(cache));
		return begun;
	}

	/**
	 * Names every cache that is counted, now and when it is counted for the first time.
	 * @param listener is told the names; one may come twice
	 */
	public void forEachCache(Consumer<CacheName> listener) {
		this.listeners.add(listener);
		this.caches.keySet().forEach(listener);
	}

	@Override
	public void lookup(CacheName cache, Tier tier, LookupOutcome outcome) {
		of(cache).tier(tier).lookups(outcome).increment();
	}

	@Override
	public void request(CacheName cache, boolean hit) {
		Counters counters = of(cache);
		(hit ? counters.hits : counters.misses).increment();
	}

	@Override
	public void hit(CacheName cache, Tier tier) {
		Counters counters = of(cache);
		counters.tier(tier).lookups(LookupOutcome.HIT).increment();
		counters.hits.increment();
	}

	@Override
	public void bypass(CacheName cache) {
		of(cache).bypasses.increment();
	}

	@Override
	public void put(CacheName cache, Tier tier) {
		of(cache).tier(tier).puts.increment();
	}

	@Override
	public void eviction(CacheName cache, Tier tier) {
		of(cache).tier(tier).evictions.increment();
	}

	@Override
	public void load(CacheName cache, Duration took, boolean succeeded) {
		Counters counters = of(cache);
		(succeeded ? counters.loads : counters.failedLoads).increment();
		counters.loadNanos.add(took.toNanos());
		counters.longestLoadNanos.accumulate(took.toNanos());
	}

	@Override
	public void coalesced(CacheName cache) {
		of(cache).coalesced.increment();
	}

	@Override
	public void undecodable(CacheName cache) {
		of(cache).undecodable.increment();
	}

	@Override
	public void refused(CacheName cache, RefusalReason reason) {
		of(cache).refused(reason).increment();
	}

	/**
	 * Returns how many answers were not kept for one reason.
	 * @param cache the name of the cache
	 * @param reason the reason
	 * @return the number since the start
	 */
	public long refusals(CacheName cache, RefusalReason reason) {
		return of(cache).refused(reason).sum();
	}

	@Override
	public void stale(CacheName cache, StaleReason reason) {
		of(cache).service.stale(reason);
	}

	@Override
	public void refresh(CacheName cache) {
		of(cache).service.refresh();
	}

	@Override
	public void loadTimeout(CacheName cache) {
		of(cache).service.loadTimeout();
	}

	@Override
	public void rememberedError(CacheName cache) {
		of(cache).service.rememberedError();
	}

	@Override
	public void lease(CacheName cache, LeaseOutcome outcome) {
		of(cache).service.lease(outcome);
	}

	/**
	 * Returns what was counted.
	 * @return the counts of each cache that was used, by name
	 */
	public SortedMap<CacheName, CacheCounts> counts() {
		SortedMap<CacheName, CacheCounts> counts = new TreeMap<>();
		this.caches.forEach((name, counters) -> counts.put(name, counters.read()));
		return counts;
	}

	/**
	 * Returns what was counted for one cache.
	 * @param cache the name of the cache
	 * @return the counts, all zero if the cache was not used
	 */
	public CacheCounts counts(CacheName cache) {
		return of(cache).read();
	}

	/** The counters of one cache. */
	private static final class Counters {

		private final Map<Tier, TierCounters> tiers = new EnumMap<>(
				Map.of(Tier.NEAR, new TierCounters(), Tier.SHARED, new TierCounters()));

		private final LongAdder hits = new LongAdder();

		private final LongAdder misses = new LongAdder();

		private final LongAdder bypasses = new LongAdder();

		private final LongAdder loads = new LongAdder();

		private final LongAdder failedLoads = new LongAdder();

		private final LongAdder loadNanos = new LongAdder();

		private final LongAccumulator longestLoadNanos = new LongAccumulator(Math::max, 0);

		private final LongAdder coalesced = new LongAdder();

		private final LongAdder undecodable = new LongAdder();

		private final ServiceCounters service = new ServiceCounters();

		private final Map<RefusalReason, LongAdder> refused = new EnumMap<>(RefusalReason.class);

		Counters() {
			for (RefusalReason reason : RefusalReason.values()) {
				this.refused.put(reason, new LongAdder());
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
					Duration.ofNanos(this.longestLoadNanos.get()), this.coalesced.sum(), this.undecodable.sum(),
					this.refused.values().stream().mapToLong(LongAdder::sum).sum(), this.service.read(),
					tier(Tier.NEAR).read(), tier(Tier.SHARED).read());
		}

	}

	/** The counters of one tier of one cache. */
	private static final class TierCounters {

		private final Map<LookupOutcome, LongAdder> lookups = new EnumMap<>(LookupOutcome.class);

		private final LongAdder puts = new LongAdder();

		private final LongAdder evictions = new LongAdder();

		TierCounters() {
			for (LookupOutcome outcome : LookupOutcome.values()) {
				this.lookups.put(outcome, new LongAdder());
			}
		}

		LongAdder lookups(LookupOutcome outcome) {
			return Objects.requireNonNull(this.lookups.get(outcome));
		}

		TierCounts read() {
			return new TierCounts(lookups(LookupOutcome.HIT).sum(), lookups(LookupOutcome.MISS).sum(),
					lookups(LookupOutcome.INVALID).sum(), lookups(LookupOutcome.UNJUDGED).sum(),
					lookups(LookupOutcome.STALE).sum(), this.puts.sum(), this.evictions.sum());
		}

	}

}
