package io.freshet.caching.administration;

import java.util.List;

/**
 * What was purged.
 *
 * @param target what was meant
 * @param invalidated the cache tag, or the patterns over full keys, that the ledger tells
 * every instance
 * @param entries the number of different entries in both tiers
 * @param near the number of entries in the near tier of this instance
 * @param shared the number of entries in the shared tier
 * @param sharedReached whether the shared tier could be reached; if not, what it holds is
 * invalid all the same
 */
public record PurgeReport(ResponseSelection target, List<String> invalidated, long entries, long near, long shared,
		boolean sharedReached) {

	/**
	 * Copies the list.
	 * @param target what was meant
	 * @param invalidated the cache tag, or the patterns
	 * @param entries the number of different entries
	 * @param near the number of entries in the near tier
	 * @param shared the number of entries in the shared tier
	 * @param sharedReached whether the shared tier could be reached
	 */
	public PurgeReport {
		invalidated = List.copyOf(invalidated);
	}

	/**
	 * Makes a report of what was cleared for it.
	 * @param target what was meant
	 * @param cleared what was cleared, each entry once
	 * @return the report
	 */
	public static PurgeReport of(ResponseSelection target, List<ClearReport> cleared) {
		return new PurgeReport(target, cleared.stream().map((one) -> one.selection().toString()).toList(),
				cleared.stream().mapToLong(ClearReport::entries).sum(),
				cleared.stream().mapToLong(ClearReport::near).sum(),
				cleared.stream().mapToLong(ClearReport::shared).sum(),
				cleared.stream().allMatch(ClearReport::sharedReached));
	}

}
