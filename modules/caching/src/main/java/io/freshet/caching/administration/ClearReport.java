package io.freshet.caching.administration;

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
 */
public record ClearReport(Selection selection, boolean dryRun, long entries, long near, long shared,
		boolean sharedReached) {
}
