package io.freshet.caching.administration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.administration.AdviceReport.CacheAdvice;
import io.freshet.caching.administration.AdviceReport.LifetimeOption;
import io.freshet.caching.administration.AdviceReport.SizeOption;
import io.freshet.caching.advice.AccessSample;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.store.AccessListener;
import io.freshet.caching.store.StoredEntry;

/**
 * Advises on the size of the near tier and on lifetimes, from a sample of what this
 * instance was asked for. What invalidations take away counts as a miss of every
 * lifetime.
 */
public final class CacheAdvisor implements AccessListener {

	private static final double[] FACTORS = { 0.25, 0.5, 1, 2, 4 };

	/** What is worth less is not worth the memory, or the age of what is served. */
	private static final double WORTHWHILE = 0.01;

	private final AccessSample<CacheName> sample;

	private final FreshnessView view;

	/**
	 * Makes an advisor who has seen nothing.
	 * @param view tells what has changed
	 * @param keys the number of keys in the sample
	 */
	public CacheAdvisor(FreshnessView view, int keys) {
		this.sample = new AccessSample<>(keys);
		this.view = view;
	}

	@Override
	public boolean samples(int hash) {
		return this.sample.samples(hash);
	}

	@Override
	public void accessed(StoredEntry entry, long now) {
		this.sample.access(entry.key().cache(), entry.key(), entry.weight(), now, this.view.sequence(),
				(since) -> this.view.changedSince(since, entry.keyText(), entry.tags()));
	}

	/**
	 * Advises.
	 * @param present the bytes that the near tier may hold
	 * @param statistics what was counted
	 * @param policies gives the settings of a cache
	 * @param size another size that somebody asks about, in bytes, {@code null} if nobody
	 * @param lifetime another lifetime that somebody asks about, {@code null} if nobody
	 * @return the advice
	 */
	public AdviceReport advise(long present, CacheStatistics statistics, Function<CacheName, CachePolicy> policies,
			@Nullable Long size, @Nullable Duration lifetime) {
		List<CacheAdvice> caches = new ArrayList<>();
		statistics.counts().forEach((name, counts) -> {
			if (this.sample.noted(name) > 0) {
				caches.add(advise(name, counts, policies.apply(name).ttl(), present, size, lifetime));
			}
		});
		return new AdviceReport(true, present, this.sample.share(), caches);
	}

	private CacheAdvice advise(CacheName name, CacheCounts counts, Duration ttl, long present, @Nullable Long size,
			@Nullable Duration lifetime) {
		List<SizeOption> sizes = new ArrayList<>();
		List<LifetimeOption> lifetimes = new ArrayList<>();
		for (double factor : FACTORS) {
			sizes.add(size(name, counts, present, Math.round(present * factor)));
			lifetimes.add(lifetime(name, counts, Duration.ofMillis(Math.max(1, Math.round(ttl.toMillis() * factor)))));
		}
		SizeOption enoughRoom = enough(sizes);
		LifetimeOption longEnough = longEnough(lifetimes);
		return new CacheAdvice(name, this.sample.noted(name), counts.near().hitRatio(), counts.meanLoad(), ttl, sizes,
				enoughRoom.bytes(), lifetimes, longEnough.ttl(),
				(size != null) ? size(name, counts, present, size) : null,
				(lifetime != null) ? lifetime(name, counts, lifetime) : null);
	}

	private SizeOption size(CacheName name, CacheCounts counts, long present, long bytes) {
		double ratio = this.sample.hitRatioBySize(name, (double) bytes, lookups(counts));
		double gained = (ratio - this.sample.hitRatioBySize(name, (double) present, lookups(counts))) * lookups(counts);
		return new SizeOption(bytes, ratio, Duration.ofNanos(Math.round(gained * nanosOfAMiss(counts))));
	}

	private static long lookups(CacheCounts counts) {
		return counts.near().hits() + nearMisses(counts);
	}

	private static long nearMisses(CacheCounts counts) {
		return counts.near().misses() + counts.near().invalid() + counts.near().unjudged();
	}

	/** What the shared tier answers costs the database nothing. */
	private static double nanosOfAMiss(CacheCounts counts) {
		return (nearMisses(counts) > 0) ? (double) counts.loadTime().toNanos() / nearMisses(counts) : 0;
	}

	private LifetimeOption lifetime(CacheName name, CacheCounts counts, Duration ttl) {
		return new LifetimeOption(ttl, this.sample.hitRatioByLifetime(name, ttl.toMillis(), lookups(counts)));
	}

	private static SizeOption enough(List<SizeOption> sizes) {
		double best = sizes.get(sizes.size() - 1).hitRatio();
		return sizes.stream().filter((one) -> one.hitRatio() >= best - WORTHWHILE).findFirst().orElseThrow();
	}

	private static LifetimeOption longEnough(List<LifetimeOption> lifetimes) {
		double best = lifetimes.get(lifetimes.size() - 1).hitRatio();
		return lifetimes.stream().filter((one) -> one.hitRatio() >= best - WORTHWHILE).findFirst().orElseThrow();
	}

}
