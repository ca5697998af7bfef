package io.freshet.caching.administration;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheName;

/**
 * What other sizes and lifetimes would bring this instance, as far as a sample tells.
 *
 * @param enabled whether a sample is taken
 * @param nearCapacity the bytes that the near tier may hold, for all caches together
 * @param sampled the share of the keys that are in the sample
 * @param caches the caches that were used
 */
public record AdviceReport(boolean enabled, long nearCapacity, double sampled, List<CacheAdvice> caches) {

	/**
	 * Copies the list.
	 * @param enabled whether a sample is taken
	 * @param nearCapacity the bytes that the near tier may hold
	 * @param sampled the share of the keys that are in the sample
	 * @param caches the caches that were used
	 */
	public AdviceReport {
		caches = List.copyOf(caches);
	}

	/**
	 * One cache.
	 *
	 * @param name its name
	 * @param noted the number of accesses in the sample
	 * @param nearHitRatio the share of hits that was counted in the near tier
	 * @param meanLoad the mean time of a load
	 * @param ttl the present lifetime
	 * @param sizes sizes of the near tier, the smallest first
	 * @param nearBytes the smallest of them that is nearly as good as the largest
	 * @param lifetimes lifetimes, the shortest first
	 * @param advisedTtl the shortest of them that is nearly as good as the longest
	 * @param whatIfSize the size that was asked about, {@code null} if none was
	 * @param whatIfLifetime the lifetime that was asked about, {@code null} if none was
	 */
	public record CacheAdvice(CacheName name, long noted, double nearHitRatio, Duration meanLoad, Duration ttl,
			List<SizeOption> sizes, long nearBytes, List<LifetimeOption> lifetimes, Duration advisedTtl,
			@Nullable SizeOption whatIfSize, @Nullable LifetimeOption whatIfLifetime) {
	}

	/**
	 * A size of the near tier.
	 *
	 * @param bytes the bytes, for all caches together
	 * @param hitRatio the share of hits to expect of the near tier
	 * @param loadTimeSaved the time of loads that it would have saved since the start,
	 * beside the present size; negative if it would have cost time
	 */
	public record SizeOption(long bytes, double hitRatio, Duration loadTimeSaved) {
	}

	/**
	 * A lifetime.
	 *
	 * @param ttl the lifetime
	 * @param hitRatio the share of hits to expect with room for everything
	 */
	public record LifetimeOption(Duration ttl, double hitRatio) {
	}

}
