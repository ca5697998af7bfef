package io.freshet.admin.web;

import io.freshet.caching.metrics.SampleCounts;
import io.freshet.caching.store.SampleOutcome;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of what was seen by comparing a share of the hits with their origin.
 */
@Schema(name = "CacheSamples")
record SamplesView(@Schema(description = "Hits that were compared", example = "1204") long compared,
		@Schema(description = "Those of them whose origin said something else, although nothing was invalidated",
				example = "3") long stale,
		@Schema(description = "Stale ones among those compared, 0 to 1, rounded up; null if none was compared",
				example = "0.0025", nullable = true) @Nullable Double staleRatio,
		@Schema(description = "Mean time since the stale ones were loaded; null if there was none", example = "2100",
				nullable = true) @Nullable Long meanStaleAgeMillis,
		@Schema(description = "Longest such time; null if there was none", example = "8050",
				nullable = true) @Nullable Long maxStaleAgeMillis,
		@Schema(description = "Comparisons that say nothing, as word of a change came meanwhile",
				example = "1") long overtaken,
		@Schema(description = "Comparisons that failed with the origin", example = "0") long failed) {

	static SamplesView of(SampleCounts samples) {
		long stale = samples.count(SampleOutcome.STALE);
		return new SamplesView(samples.compared(), stale,
				(samples.compared() > 0) ? Ratio.atMost(samples.staleRatio()) : null,
				(stale > 0) ? samples.meanStaleAge().toMillis() : null,
				(stale > 0) ? samples.oldestStale().toMillis() : null, samples.count(SampleOutcome.OVERTAKEN),
				samples.count(SampleOutcome.FAILED));
	}

}
