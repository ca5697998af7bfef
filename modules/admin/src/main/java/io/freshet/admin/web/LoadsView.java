package io.freshet.admin.web;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.metrics.LoadTimes;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of the times that the origin was asked.
 */
@Schema(name = "CacheLoads")
record LoadsView(@Schema(description = "Times that the origin answered", example = "213") long count,
		@Schema(description = "Times that the origin failed", example = "0") long failures,
		@Schema(description = "Mean time, failures included", example = "2.418") double meanMillis,
		@Schema(description = "Time within which half of the loads ended, at most a fifth too long",
				example = "1.903") double p50Millis,
		@Schema(description = "Time within which 99 of 100 loads ended, at most a fifth too long",
				example = "12.8") double p99Millis,
		@Schema(description = "Longest time", example = "31.07") double maxMillis) {

	/**
	 * Takes the loads of several caches, or of one on several instances, together.
	 */
	static LoadsView of(List<CacheCounts> all) {
		long count = all.stream().mapToLong(CacheCounts::loads).sum();
		long failures = all.stream().mapToLong(CacheCounts::failedLoads).sum();
		long nanos = all.stream().mapToLong((one) -> one.loadTime().toNanos()).sum();
		long longest = all.stream().mapToLong((one) -> one.longestLoad().toNanos()).max().orElse(0);
		LoadTimes times = all.stream().map(CacheCounts::loadTimes).reduce(LoadTimes.NONE, LoadTimes::plus);
		return new LoadsView(count, failures, millis((count + failures > 0) ? nanos / (count + failures) : 0),
				millis(Math.min(times.percentile(0.5).toNanos(), longest)),
				millis(Math.min(times.percentile(0.99).toNanos(), longest)), millis(longest));
	}

	private static double millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0;
	}

}
