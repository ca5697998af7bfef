package io.freshet.caching.advice;

/**
 * Counts accesses by their reuse distance, in bytes, with sixteen buckets to each
 * doubling. Not for several threads at once.
 */
final class DistanceHistogram {

	private static final int BUCKETS_TO_A_DOUBLING = 16;

	private static final int BUCKETS = 50 * BUCKETS_TO_A_DOUBLING;

	private final double[] counts = new double[BUCKETS];

	private double all;

	void add(double distance) {
		this.counts[bucket(distance)]++;
		this.all++;
	}

	/** An access to what was not accessed before, which no size makes a hit. */
	void addFirst() {
		this.all++;
	}

	/** What was counted at another rate counts less. */
	void scale(double factor) {
		for (int i = 0; i < BUCKETS; i++) {
			this.counts[i] *= factor;
		}
		this.all *= factor;
	}

	double total() {
		return this.all;
	}

	/**
	 * Estimates the hits.
	 * @param size the bytes that there is room for
	 * @return the accesses whose distance is smaller
	 */
	double within(double size) {
		int last = bucket(size);
		double sum = 0;
		for (int i = 0; i < last; i++) {
			sum += this.counts[i];
		}
		double lower = lowerEnd(last);
		return sum + this.counts[last] * Math.min(1, Math.max(0, (size - lower) / (lowerEnd(last + 1) - lower)));
	}

	private static int bucket(double distance) {
		return (distance < 1) ? 0
				: (int) Math.min(BUCKETS - 1, 1 + Math.log(distance) / Math.log(2) * BUCKETS_TO_A_DOUBLING);
	}

	private static double lowerEnd(int bucket) {
		return (bucket == 0) ? 0 : Math.pow(2, (double) (bucket - 1) / BUCKETS_TO_A_DOUBLING);
	}

}
