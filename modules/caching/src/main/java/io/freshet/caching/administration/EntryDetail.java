package io.freshet.caching.administration;

import java.util.List;

import io.freshet.caching.store.EntryKey;

/**
 * All that an administrator may see of the entry of one key.
 *
 * @param key the key
 * @param copies the entry as each tier holds it, near before shared
 * @param preview what may be seen of its value
 * @param sharedReached whether the shared tier could be asked
 */
public record EntryDetail(EntryKey key, List<EntryCopy> copies, EntryPreview preview, boolean sharedReached) {

	/**
	 * Copies the list.
	 * @param key the key
	 * @param copies the entry as each tier holds it
	 * @param preview what may be seen of its value
	 * @param sharedReached whether the shared tier could be asked
	 */
	public EntryDetail {
		copies = List.copyOf(copies);
	}

}
