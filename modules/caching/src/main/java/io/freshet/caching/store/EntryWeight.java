package io.freshet.caching.store;

import io.freshet.caching.CacheTag;

/**
 * Weighs what an entry takes in the near tier beside its value, as measured by the
 * benchmark of the near tier.
 */
final class EntryWeight {

	/** Heavier than any store has room for. */
	static final int MAX = Integer.MAX_VALUE / 2;

	/**
	 * The nodes of the store, the entry, its key without the text: 200 bytes on a 64 bit
	 * Java 17 with compressed pointers. A stamp of its own takes 56 more; but entries
	 * that were loaded at the same time share one.
	 */
	private static final int OVERHEAD = 242;

	private static final int TAG = 16;

	private static final int SET = 24;

	private EntryWeight() {
	}

	static int of(StoredEntry entry, long content) {
		int count = entry.tags().size();
		long weight = OVERHEAD + content + entry.stamp().weight() + HeapSize.ofText(entry.key().key().value());
		if (count > 0) {
			weight += SET + ((count > 2) ? HeapSize.ofReferences(2L * count) : 0);
		}
		for (CacheTag tag : entry.tags()) {
			weight += TAG + HeapSize.ofText(tag.value());
		}
		return (int) Math.min(weight, MAX);
	}

}
