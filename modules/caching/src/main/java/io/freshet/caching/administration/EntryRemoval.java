package io.freshet.caching.administration;

import io.freshet.caching.store.EntryKey;

/**
 * What was removed.
 *
 * @param key the key of the entry, which every instance takes as invalid
 * @param near whether the near tier of this instance held it
 * @param shared whether the shared tier held it
 * @param sharedReached whether the shared tier could be reached; if not, what it holds is
 * invalid all the same
 */
public record EntryRemoval(EntryKey key, boolean near, boolean shared, boolean sharedReached) {
}
