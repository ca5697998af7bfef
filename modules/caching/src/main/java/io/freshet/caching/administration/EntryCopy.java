package io.freshet.caching.administration;

import java.util.List;

import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.Tier;

/**
 * An entry as a tier holds it.
 *
 * @param head all of it but its value
 * @param tiers the tiers that are known to hold an entry of its key, the one that was
 * looked into first
 * @param verdict whether it counts
 */
public record EntryCopy(EntryHead head, List<Tier> tiers, Verdict verdict) {

	/**
	 * Copies the list.
	 * @param head all of it but its value
	 * @param tiers the tiers
	 * @param verdict whether it counts
	 */
	public EntryCopy {
		tiers = List.copyOf(tiers);
	}

}
