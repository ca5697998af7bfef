package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.LookupOutcome;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.store.SampleOutcome;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.Tier;

/**
 * Counts what happens in the caches, since the start.
 */
public final class CacheStatistics implements CacheRecorder {

	private final ConcurrentMap<CacheName, CacheCounters> caches = new ConcurrentHashMap<>();

	private final List<Consumer<CacheName>> listeners = new CopyOnWriteArrayList<>();

	private final List<DurationListener> durationListeners = new CopyOnWriteArrayList<>();

	private final ConcurrentMap<CacheName, Map<ResponseOutcome, LongAdder>> routes = new ConcurrentHashMap<>();

	private CacheCounters of(CacheName cache) {
		CacheCounters known = this.caches.get(cache);
		return (known != null) ? known : begin(cache);
	}

	private CacheCounters begin(CacheName cache) {
		CacheCounters begun = new CacheCounters();
		CacheCounters other = this.caches.putIfAbsent(cache, begun);
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

	void listenToDurations(DurationListener listener) {
		this.durationListeners.add(listener);
	}

	@Override
	public void lookup(CacheName cache, Tier tier, LookupOutcome outcome) {
		of(cache).tier(tier).lookups(outcome).increment();
	}

	@Override
	public void request(CacheName cache, boolean hit) {
		CacheCounters counters = of(cache);
		(hit ? counters.hits : counters.misses).increment();
	}

	@Override
	public void hit(CacheName cache, Tier tier) {
		CacheCounters counters = of(cache);
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
	public void eviction(CacheName cache, Tier tier, long weight) {
		of(cache).tier(tier).evicted(weight);
	}

	@Override
	public void load(CacheName cache, Duration took, boolean succeeded) {
		of(cache).load(took, succeeded);
		for (DurationListener listener : this.durationListeners) {
			listener.loaded(cache, took, succeeded);
		}
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
	public void sent(CacheName cache, int payload, int sent) {
		CacheCounters counters = of(cache);
		counters.payloadBytes.add(payload);
		counters.sentBytes.add(sent);
	}

	/**
	 * Returns how long the payloads were of the entries that were sent to the shared
	 * tier.
	 * @param cache the name of the cache
	 * @return bytes since the start, before compression
	 */
	public long payloadBytes(CacheName cache) {
		return of(cache).payloadBytes.sum();
	}

	/**
	 * Returns how long the entries were that were sent to the shared tier.
	 * @param cache the name of the cache
	 * @return bytes since the start
	 */
	public long sentBytes(CacheName cache) {
		return of(cache).sentBytes.sum();
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
	public void absence(CacheName cache) {
		of(cache).service.absence();
	}

	@Override
	public void rememberedError(CacheName cache) {
		of(cache).service.rememberedError();
	}

	@Override
	public void lease(CacheName cache, LeaseOutcome outcome, Duration waited) {
		of(cache).service.lease(outcome);
		for (DurationListener listener : this.durationListeners) {
			listener.waited(cache, outcome, waited);
		}
	}

	@Override
	public void sampled(CacheName cache, SampleOutcome outcome, Duration age) {
		of(cache).sampled(outcome, age);
		if (outcome == SampleOutcome.STALE) {
			this.durationListeners.forEach((listener) -> listener.foundStale(cache, age));
		}
	}

	@Override
	public void response(CacheName route, ResponseOutcome outcome) {
		Objects.requireNonNull(ofRoute(route).get(outcome)).increment();
	}

	private Map<ResponseOutcome, LongAdder> ofRoute(CacheName route) {
		Map<ResponseOutcome, LongAdder> known = this.routes.get(route);
		return (known != null) ? known
				: this.routes.computeIfAbsent(route, (name) -> CacheCounters.adders(ResponseOutcome.class));
	}

	/**
	 * Returns how often the response cache has told a client something.
	 * @param outcome what it told
	 * @return the number since the start
	 */
	public long responses(ResponseOutcome outcome) {
		return this.routes.values()
			.stream()
			.mapToLong((counts) -> Objects.requireNonNull(counts.get(outcome)).sum())
			.sum();
	}

	/**
	 * Returns how the response cache answered the requests of one route.
	 * @param route the name of the route
	 * @return the number of each outcome since the start
	 */
	public Map<ResponseOutcome, Long> responses(CacheName route) {
		return ServiceCounters.sums(ofRoute(route));
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

}
