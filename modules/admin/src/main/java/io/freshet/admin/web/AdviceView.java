package io.freshet.admin.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.freshet.caching.administration.AdviceReport;
import io.freshet.caching.administration.AdviceReport.CacheAdvice;
import io.freshet.caching.administration.AdviceReport.LifetimeOption;
import io.freshet.caching.administration.AdviceReport.SizeOption;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of what other sizes and lifetimes would bring.
 */
@Schema(name = "CacheAdvice")
record AdviceView(@Schema(description = "Whether accesses are sampled", example = "true") boolean enabled,
		@Schema(description = "Bytes that the near tier may hold, for all caches together",
				example = "67108864") long nearCapacityBytes,
		@Schema(description = "Share of the keys that are in the sample, 0 to 1", example = "0.12") double sampled,
		@Schema(description = "The caches that were used, by name") List<CacheAdviceView> caches) {

	private static final double PRECISION = 10_000;

	static AdviceView of(AdviceReport report) {
		return new AdviceView(report.enabled(), report.nearCapacity(), report.sampled(),
				report.caches().stream().map(CacheAdviceView::of).toList());
	}

	private static double rounded(double ratio) {
		return Math.round(ratio * PRECISION) / PRECISION;
	}

	/**
	 * Representation of the advice for one cache.
	 */
	@Schema(name = "CacheAdviceForOne")
	record CacheAdviceView(@Schema(example = "posts") String name,
			@Schema(description = "Accesses in the sample; with less than some hundred the rest means little",
					example = "1200") long sampledAccesses,
			@Schema(description = "Share of hits counted in the near tier", example = "0.81") double nearHitRatio,
			@Schema(description = "Mean time of a load", example = "2.418") double meanLoadMillis,
			@Schema(description = "Present lifetime, ISO 8601", type = "string", example = "PT5M") String ttl,
			@Schema(description = "Sizes of the near tier, the smallest first") List<SizeView> sizes,
			@Schema(description = "The smallest of them that is within a hundredth of the largest",
					example = "33554432") long advisedNearBytes,
			@Schema(description = "Lifetimes, the shortest first") List<LifetimeView> lifetimes,
			@Schema(description = "The shortest of them that is within a hundredth of the longest", type = "string",
					example = "PT5M") String advisedTtl,
			@Schema(description = "The size that was asked about, null if none was",
					nullable = true) @Nullable SizeView whatIfNearSize,
			@Schema(description = "The lifetime that was asked about, null if none was",
					nullable = true) @Nullable LifetimeView whatIfTtl) {

		static CacheAdviceView of(CacheAdvice advice) {
			SizeOption size = advice.whatIfSize();
			LifetimeOption lifetime = advice.whatIfLifetime();
			return new CacheAdviceView(advice.name().value(), advice.noted(), rounded(advice.nearHitRatio()),
					millis(advice.meanLoad()), advice.ttl().toString(),
					advice.sizes().stream().map(SizeView::of).toList(), advice.nearBytes(),
					advice.lifetimes().stream().map(LifetimeView::of).toList(), advice.advisedTtl().toString(),
					(size != null) ? SizeView.of(size) : null, (lifetime != null) ? LifetimeView.of(lifetime) : null);
		}

		private static double millis(Duration time) {
			return TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / 1000.0;
		}

	}

	/**
	 * Representation of a size of the near tier.
	 */
	@Schema(name = "CacheSizeOption")
	record SizeView(@Schema(example = "134217728") long bytes,
			@Schema(description = "Share of hits to expect of the near tier", example = "0.9") double hitRatio,
			@Schema(description = "Time of loads that it would have saved since the start, beside the present size;"
					+ " negative if it would have cost time", example = "81200") long loadMillisSaved) {

		static SizeView of(SizeOption option) {
			return new SizeView(option.bytes(), rounded(option.hitRatio()), option.loadTimeSaved().toMillis());
		}

	}

	/**
	 * Representation of a lifetime.
	 */
	@Schema(name = "CacheLifetimeOption")
	record LifetimeView(@Schema(type = "string", example = "PT10M") String ttl,
			@Schema(description = "Share of hits to expect with room for everything",
					example = "0.93") double hitRatio) {

		static LifetimeView of(LifetimeOption option) {
			return new LifetimeView(option.ttl().toString(), rounded(option.hitRatio()));
		}

	}

}
