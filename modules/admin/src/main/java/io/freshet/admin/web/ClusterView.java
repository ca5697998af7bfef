package io.freshet.admin.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.administration.InstanceReport;
import io.freshet.caching.administration.InstancesReport;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.metrics.SampleCounts;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of all instances together: counts are sums since each has started, what
 * the shared tier holds is as the instance that looked last saw it.
 */
@Schema(name = "CacheCluster", description = "All instances together; counts are sums since each has started")
record ClusterView(@Schema(example = "3") int instances, @Schema(example = "9120") long hits,
		@Schema(example = "480") long misses,
		@Schema(description = "Hits among hits and misses, 0 to 1", example = "0.95") double hitRatio,
		@Schema(example = "12") long bypasses, @Schema(example = "213") long loads,
		@Schema(example = "0") long failedLoads,
		@Schema(description = "Mean time of a load, failures included", example = "2.418") double meanLoadMillis,
		@Schema(description = "Time within which half of the loads ended", example = "1.903") double p50LoadMillis,
		@Schema(description = "Time within which 99 of 100 loads ended", example = "12.8") double p99LoadMillis,
		@Schema(description = "Longest time of a load", example = "31.07") double maxLoadMillis,
		@Schema(example = "17") long coalesced,
		@Schema(description = "Values served that may have been out of date", example = "0") long staleServed,
		@Schema(example = "0") long refused,
		@Schema(description = "Entries that went because there was no room", example = "0") long evictions,
		@Schema(example = "812") long nearEntries, @Schema(example = "1530112") long nearBytes,
		@Schema(example = "67108864") long nearCapacityBytes, @Schema(example = "960") long sharedEntries,
		@Schema(example = "1820004") long sharedBytes,
		@Schema(description = "Whether all entries of Redis were counted, or estimated from a sample",
				example = "true") boolean sharedComplete,
		@Schema(description = "Instances that skip Redis", example = "0") long degraded,
		@Schema(description = "Instances that cannot judge entries now", example = "0") long notCurrent,
		@Schema(description = "Largest age of what an instance knows of the ledger",
				example = "37") long maxLedgerAgeMillis,
		@Schema(description = "Requests on cached routes by what X-Cache told them",
				example = "{\"hit\": 9012, \"miss\": 410}") Map<String, Long> responses,
		@Schema(description = "The caches, by name") List<ClusterCacheView> caches) {

	static ClusterView of(InstancesReport report) {
		List<CachingReport> all = report.instances().stream().map(InstanceReport::caching).toList();
		List<CacheReport> caches = all.stream().flatMap((one) -> one.caches().stream()).toList();
		long hits = sum(caches, CacheCounts::hits);
		long misses = sum(caches, CacheCounts::misses);
		LoadsView loads = loadsOf(caches);
		SharedReport shared = shared(all);
		return new ClusterView(all.size(), hits, misses, Ratio.of(hits, misses), sum(caches, CacheCounts::bypasses),
				loads.count(), loads.failures(), loads.meanMillis(), loads.p50Millis(), loads.p99Millis(),
				loads.maxMillis(), sum(caches, CacheCounts::coalesced),
				sum(caches, (counts) -> counts.service().staleTotal()), sum(caches, CacheCounts::refused),
				sum(caches, (counts) -> counts.near().evictions()), total(all, (one) -> one.near().content().entries()),
				total(all, (one) -> one.near().content().bytes()), total(all, (one) -> one.near().capacity()),
				shared.content().entries(), shared.content().bytes(), shared.contentComplete(),
				all.stream().filter((one) -> one.shared().degraded()).count(),
				all.stream().filter((one) -> !one.ledger().current()).count(),
				all.stream().mapToLong((one) -> one.ledger().age().toMillis()).max().orElse(0), responses(all),
				ClusterCacheView.of(caches));
	}

	/** The one who reached Redis knows; all of them read the same census. */
	private static SharedReport shared(List<CachingReport> all) {
		return all.stream()
			.map(CachingReport::shared)
			.filter((shared) -> shared.server() != null)
			.findFirst()
			.orElse(all.isEmpty() ? SharedReport.NONE : all.get(0).shared());
	}

	private static Map<String, Long> responses(List<CachingReport> all) {
		Map<String, Long> sums = new TreeMap<>();
		all.forEach((one) -> one.responses().forEach((told, count) -> sums.merge(told, count, Long::sum)));
		return sums;
	}

	private static long total(List<CachingReport> all, ToLongFunction<CachingReport> part) {
		return all.stream().mapToLong(part).sum();
	}

	private static LoadsView loadsOf(List<CacheReport> caches) {
		return LoadsView.of(caches.stream().map(CacheReport::counts).toList());
	}

	private static long sum(List<CacheReport> caches, ToLongFunction<CacheCounts> count) {
		return caches.stream().mapToLong((cache) -> count.applyAsLong(cache.counts())).sum();
	}

	/**
	 * Representation of one cache on all instances.
	 */
	@Schema(name = "CacheOnCluster")
	record ClusterCacheView(@Schema(example = "posts") String name, @Schema(example = "4410") long hits,
			@Schema(example = "230") long misses, @Schema(example = "0.9504") double hitRatio,
			@Schema(example = "3") long bypasses, @Schema(example = "213") long loads,
			@Schema(example = "0") long failedLoads, @Schema(example = "2.418") double meanLoadMillis,
			@Schema(example = "1.903") double p50LoadMillis, @Schema(example = "12.8") double p99LoadMillis,
			@Schema(example = "31.07") double maxLoadMillis, SamplesView samples,
			@Schema(example = "17") long coalesced, @Schema(example = "0") long staleServed,
			@Schema(example = "0") long refused, @Schema(example = "0") long evictions,
			@Schema(example = "212") long nearEntries, @Schema(example = "402112") long nearBytes,
			@Schema(example = "300") long sharedEntries, @Schema(example = "500001") long sharedBytes) {

		static List<ClusterCacheView> of(List<CacheReport> caches) {
			Map<String, List<CacheReport>> byName = new TreeMap<>();
			caches.forEach(
					(cache) -> byName.computeIfAbsent(cache.name().value(), (name) -> new ArrayList<>()).add(cache));
			return byName.entrySet().stream().map((one) -> of(one.getKey(), one.getValue())).toList();
		}

		private static ClusterCacheView of(String name, List<CacheReport> same) {
			long hits = sum(same, CacheCounts::hits);
			long misses = sum(same, CacheCounts::misses);
			LoadsView loads = loadsOf(same);
			return new ClusterCacheView(name, hits, misses, Ratio.of(hits, misses), sum(same, CacheCounts::bypasses),
					loads.count(), loads.failures(), loads.meanMillis(), loads.p50Millis(), loads.p99Millis(),
					loads.maxMillis(), SamplesView.of(samples(same)), sum(same, CacheCounts::coalesced),
					sum(same, (counts) -> counts.service().staleTotal()), sum(same, CacheCounts::refused),
					sum(same, (counts) -> counts.near().evictions()),
					same.stream().mapToLong((one) -> one.near().entries()).sum(),
					same.stream().mapToLong((one) -> one.near().bytes()).sum(),
					same.stream().mapToLong((one) -> one.shared().entries()).max().orElse(0),
					same.stream().mapToLong((one) -> one.shared().bytes()).max().orElse(0));
		}

		private static SampleCounts samples(List<CacheReport> same) {
			return same.stream().map((one) -> one.counts().samples()).reduce(SampleCounts.NONE, SampleCounts::plus);
		}

	}

}
