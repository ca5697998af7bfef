package io.freshet.caching.advice;

/**
 * Weights at points in time, of which any late part can be summed up in logarithmic time:
 * a tree as Fenwick described it (1994). Not for several threads at once.
 */
final class WeightsByTime {

	private final long[] tree;

	private long total;

	WeightsByTime(int times) {
		this.tree = new long[times + 1];
	}

	void add(int time, long weight) {
		this.total += weight;
		for (int i = time + 1; i < this.tree.length; i += i & -i) {
			this.tree[i] += weight;
		}
	}

	/** The weights that are later than a time. */
	long after(int time) {
		long upTo = 0;
		for (int i = time + 1; i > 0; i -= i & -i) {
			upTo += this.tree[i];
		}
		return this.total - upTo;
	}

}
