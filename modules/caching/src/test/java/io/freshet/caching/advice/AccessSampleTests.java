package io.freshet.caching.advice;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Estimates of a sample beside exact simulations on traffic in which few keys are asked
 * for often and many seldom (Zipf).
 */
class AccessSampleTests {

	private static final int ACCESSES = 200_000;

	private static final int KEYS = 20_000;

	private static final long WEIGHT = 100;

	/** Of a hit ratio, with some thousand sampled keys. */
	private static final double ERROR = 0.03;

	@Property(tries = 12)
	void estimatesHitsOfAnySizeWithinAFewPercent(@ForAll @DoubleRange(min = 0.6, max = 1.1) double skew,
			@ForAll @IntRange(min = 500, max = 15_000) int room, @ForAll Random random) {
		int[] traffic = zipf(skew, random);

		AccessSample<String> sample = sampled(traffic, 4096);

		assertThat(sample.share()).isLessThan(0.5);
		assertThat(sample.hitRatioBySize("all", room * (double) WEIGHT, ACCESSES))
			.isCloseTo(leastRecentlyUsed(traffic, room), within(ERROR));
	}

	@Property(tries = 6)
	void isExactWhereAllKeysAreSampled(@ForAll @IntRange(min = 50, max = 400) int room, @ForAll Random random) {
		int[] traffic = random.ints(20_000, 0, 500).toArray();

		AccessSample<String> sample = sampled(traffic, 1000);

		assertThat(sample.share()).isEqualTo(1);
		assertThat(sample.hitRatioBySize("all", room * (double) WEIGHT + 1, traffic.length))
			.as("but for the width of a bucket")
			.isCloseTo(leastRecentlyUsed(traffic, room), within(0.05));
	}

	@Property(tries = 6)
	void estimatesHitsOfLifetimes(@ForAll @IntRange(min = 0, max = 8) int doublings, @ForAll Random random) {
		int[] traffic = zipf(0.9, random);
		long lifetime = 1000L << doublings;

		AccessSample<String> sample = sampled(traffic, 4096);

		assertThat(sample.hitRatioByLifetime("all", lifetime, ACCESSES)).isCloseTo(withLifetime(traffic, lifetime),
				within(0.05));
	}

	@Example
	void countsAChangeAsAMissOfEveryLifetime() {
		AccessSample<String> sample = new AccessSample<>(10);
		for (int i = 0; i < 100; i++) {
			sample.access("a", "key", 1, i, i, (since) -> true);
			sample.access("b", "other", 1, i, i, (since) -> false);
		}

		assertThat(sample.hitRatioByLifetime("a", 60_000, 0)).isZero();
		assertThat(sample.hitRatioByLifetime("b", 60_000, 0)).isEqualTo(0.99);
	}

	@Example
	void knowsNothingOfWhatWasNeverAccessed() {
		AccessSample<String> sample = new AccessSample<>(10);

		assertThat(sample.hitRatioBySize("none", 1000, 5)).isZero();
		assertThat(sample.hitRatioByLifetime("none", 1000, 5)).isZero();
		assertThat(sample.noted("none")).isZero();
	}

	@Example
	void keepsNoMoreKeysThanItMay() {
		AccessSample<String> sample = sampled(new Random(1).ints(100_000, 0, 1_000_000).toArray(), 100);

		assertThat(sample.share()).isLessThan(0.01);
	}

	/** One access each millisecond. */
	private static AccessSample<String> sampled(int[] traffic, int keys) {
		AccessSample<String> sample = new AccessSample<>(keys);
		for (int i = 0; i < traffic.length; i++) {
			String key = "key " + traffic[i];
			if (sample.samples(key.hashCode())) {
				sample.access("all", key, WEIGHT, i, i, (since) -> false);
			}
		}
		return sample;
	}

	private static double leastRecentlyUsed(int[] traffic, int room) {
		Map<Integer, Boolean> cache = new LinkedHashMap<>(16, 0.75F, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
				return size() > room;
			}

		};
		int hits = 0;
		for (int key : traffic) {
			hits += (cache.put(key, true) != null) ? 1 : 0;
		}
		return (double) hits / traffic.length;
	}

	private static double withLifetime(int[] traffic, long lifetime) {
		Map<Integer, Integer> loaded = new HashMap<>();
		int hits = 0;
		for (int i = 0; i < traffic.length; i++) {
			Integer at = loaded.get(traffic[i]);
			if (at != null && i - at < lifetime) {
				hits++;
			}
			else {
				loaded.put(traffic[i], i);
			}
		}
		return (double) hits / traffic.length;
	}

	private static int[] zipf(double skew, Random random) {
		double[] upTo = new double[KEYS];
		double sum = 0;
		for (int i = 0; i < KEYS; i++) {
			sum += Math.pow(i + 1, -skew);
			upTo[i] = sum;
		}
		double all = sum;
		return random.doubles(ACCESSES).mapToInt((at) -> {
			int found = Arrays.binarySearch(upTo, at * all);
			return Math.min(KEYS - 1, (found >= 0) ? found : -found - 1);
		}).toArray();
	}

}
