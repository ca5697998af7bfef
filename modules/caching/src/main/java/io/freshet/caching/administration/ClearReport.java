package io.freshet.caching.administration;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.freshet.caching.CacheName;

/**
 * What was cleared, or would be.
 *
 * @param selection the entries that were meant
 * @param dryRun whether nothing was removed
 * @param entries the number of different entries in both tiers
 * @param near the number of entries in the near tier of this instance
 * @param shared the number of entries in the shared tier
 * @param sharedReached whether the shared tier could be reached; if not, what it holds is
 * invalid all the same
 * @param caches the number of different entries by cache
 * @param sample the full texts of a few of the keys, {@value #SAMPLE} at the most
 */
public record ClearReport(Selection selection, boolean dryRun, long entries, long near, long shared,
		boolean sharedReached, SortedMap<CacheName, Long> caches, List<String> sample) {

	/**
	 * Number of keys in the sample.
	 */
	public static final int SAMPLE = 20;

	/**
	 * Copies the collections.
	 * @param selection the entries that were meant
	 * @param dryRun whether nothing was removed
	 * @param entries the number of different entries in both tiers
	 * @param near the number of entries in the near tier
	 * @param shared the number of entries in the shared tier
	 * @param sharedReached whether the shared tier could be reached
	 * @param caches the number of different entries by cache
	 * @param sample some of the keys
	 */
	public ClearReport {
		caches = Collections.unmodifiableSortedMap(new TreeMap<>(caches));
		sample = List.copyOf(sample);
	}

}
