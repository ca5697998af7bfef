package io.freshet.caching.metrics;

import java.time.Duration;

/**
 * What was counted for one cache since the start.
 *
 * @param hits requests that some tier had a valid entry for
 * @param misses requests that no tier had a valid entry for
 * @param bypasses requests that passed the cache by
 * @param loads times that the origin answered
 * @param failedLoads times that the origin failed
 * @param loadTime the time that all loads took together
 * @param longestLoad the time of the longest load
 * @param loadTimes how long loads took, failed ones included
 * @param coalesced requests that were served by a load that another had started
 * @param undecodable values of the shared tier that were no entry
 * @param refused answers that were not kept
 * @param service how callers were served other than by a plain hit or load
 * @param samples what comparing a share of the hits with the origin has shown
 * @param near the near tier
 * @param shared the shared tier
 */
public record CacheCounts(long hits, long misses, long bypasses, long loads, long failedLoads, Duration loadTime,
		Duration longestLoad, LoadTimes loadTimes, long coalesced, long undecodable, long refused,
		ServiceCounts service, SampleCounts samples, TierCounts near, TierCounts shared) {

	/**
	 * Returns the share of hits among the requests.
	 * @return a number from 0 to 1, 0 if there was no request
	 */
	public double hitRatio() {
		return TierCounts.ratio(this.hits, this.misses);
	}

	/**
	 * Returns the mean time of a load.
	 * @return the time, zero if there was none
	 */
	public Duration meanLoad() {
		long count = this.loads + this.failedLoads;
		return (count > 0) ? this.loadTime.dividedBy(count) : Duration.ZERO;
	}

}
