package io.freshet.caching.invalidation;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * For each group of labels whose hashes end alike, the sequence number under which one of
 * them was applied last. Tells of most entries at the cost of a few reads that nothing
 * concerns them, whatever else is invalidated.
 */
final class LastApplied {

	/** Powers of two; eight bytes each. */
	private static final int MOST_GROUPS = 1 << 14;

	private static final int FEWEST_GROUPS = 1 << 6;

	/** Of the memory for labels, one part in so many is well spent on a group. */
	private static final int SHARE = 256;

	private final AtomicLongArray byGroup;

	private final int mask;

	/**
	 * Knows of nothing yet.
	 * @param capacity the bytes that the labels may take
	 */
	LastApplied(long capacity) {
		int groups = Integer.highestOneBit((int) Math.min(MOST_GROUPS, Math.max(FEWEST_GROUPS, capacity / SHARE)));
		this.byGroup = new AtomicLongArray(groups);
		this.mask = groups - 1;
	}

	void applied(Object label, long sequence) {
		this.byGroup.accumulateAndGet(group(label.hashCode()), sequence, Math::max);
	}

	boolean isAnyAfter(long sequence, int[] labelHashes) {
		for (int hash : labelHashes) {
			if (this.byGroup.get(group(hash)) > sequence) {
				return true;
			}
		}
		return false;
	}

	private int group(int hash) {
		return (hash ^ (hash >>> 16)) & this.mask;
	}

}
