package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long loads took, as a histogram with four buckets to each doubling of the time, so
 * that what is read from it is at most a fifth too long.
 *
 * @param counts the number of loads in each bucket, the shortest times first
 */
public record LoadTimes(List<Long> counts) {

	/**
	 * Nothing was loaded.
	 */
	public static final LoadTimes NONE = new LoadTimes(List.of());

	/** The upper end of the first bucket. */
	private static final long SHORTEST_NANOS = 100_000;

	private static final int BUCKETS_TO_A_DOUBLING = 4;

	/** The last bucket holds what took longer than three minutes and a half, too. */
	static final int BUCKETS = 21 * BUCKETS_TO_A_DOUBLING + 1;

	/**
	 * Keeps the counts from changing.
	 * @param counts the number of loads in each bucket
	 */
	public LoadTimes {
		counts = List.copyOf(counts);
	}

	static int bucketOf(Duration time) {
		double doublings = Math.log((double) time.toNanos() / SHORTEST_NANOS) / Math.log(2);
		return (int) Math.max(0, Math.min(BUCKETS - 1, Math.ceil(doublings * BUCKETS_TO_A_DOUBLING - 1e-9)));
	}

	/**
	 * Returns up to which time a bucket goes.
	 * @param bucket its number, from 0 on
	 * @return the longest time in it
	 */
	public static Duration upperEnd(int bucket) {
		return Duration.ofNanos(Math.round(SHORTEST_NANOS * Math.pow(2, (double) bucket / BUCKETS_TO_A_DOUBLING)));
	}

	/**
	 * Returns how many loads were timed.
	 * @return the number
	 */
	public long total() {
		return this.counts.stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Returns the time within which a share of the loads ended.
	 * @param share the share, above 0 to 1: 0.99 for the 99th percentile
	 * @return the upper end of the bucket in which that is; zero if there was no load
	 */
	public Duration percentile(double share) {
		long wanted = (long) Math.ceil(share * total());
		long passed = 0;
		for (int bucket = 0; bucket < this.counts.size() && wanted > 0; bucket++) {
			passed += this.counts.get(bucket);
			if (passed >= wanted) {
				return upperEnd(bucket);
			}
		}
		return Duration.ZERO;
	}

	/**
	 * Adds the loads of another cache or instance.
	 * @param other those
	 * @return all of them
	 */
	public LoadTimes plus(LoadTimes other) {
		List<Long> sums = new ArrayList<>();
		for (int bucket = 0; bucket < Math.max(this.counts.size(), other.counts.size()); bucket++) {
			sums.add(this.in(bucket) + other.in(bucket));
		}
		return new LoadTimes(sums);
	}

	private long in(int bucket) {
		return (bucket < this.counts.size()) ? this.counts.get(bucket) : 0;
	}

}
