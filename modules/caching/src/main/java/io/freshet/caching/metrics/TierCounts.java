package io.freshet.caching.metrics;

/**
 * What was counted for one tier of one cache since the start.
 *
 * @param hits look-ups that found a valid entry
 * @param misses look-ups that found none, or an expired one
 * @param invalid look-ups that found an entry whose data has changed since
 * @param unjudged look-ups that found an entry while the ledger could not be read
 * @param stale look-ups that used an entry all the same, on behalf of an available cache
 * @param puts entries that were kept
 * @param evictions entries that went because there was no room
 * @param evictedBytes the bytes that they took
 */
public record TierCounts(long hits, long misses, long invalid, long unjudged, long stale, long puts, long evictions,
		long evictedBytes) {

	/**
	 * Returns the share of hits among the look-ups.
	 * @return a number from 0 to 1, 0 if there was none
	 */
	public double hitRatio() {
		return ratio(this.hits, this.misses + this.invalid + this.unjudged);
	}

	static double ratio(long hits, long others) {
		return (hits + others > 0) ? (double) hits / (hits + others) : 0;
	}

}
