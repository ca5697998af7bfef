package io.freshet.caching.administration;

import java.util.List;

/**
 * Some entries of one tier.
 *
 * @param entries the entries
 * @param next where to go on, empty if this is the end; there may be more even if there
 * are few entries here, or none, for one page looks at a bounded number
 */
public record EntryPage(List<EntryCopy> entries, String next) {

	/**
	 * Copies the list.
	 * @param entries the entries
	 * @param next where to go on
	 */
	public EntryPage {
		entries = List.copyOf(entries);
	}

}
