package io.freshet.caching.store;

import java.time.Instant;
import java.util.Set;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;

/**
 * All of an entry but its value.
 *
 * @param key the key
 * @param kind what the entry holds
 * @param bytes what it takes where it is kept
 * @param created when the value was loaded
 * @param softExpiry from when on a refresh is due
 * @param expires from when on the entry must not be used
 * @param tags the cache tags
 * @param stamp the snapshot under which the value was loaded
 */
public record EntryHead(EntryKey key, EntryKind kind, long bytes, Instant created, Instant softExpiry, Instant expires,
		Set<CacheTag> tags, Stamp stamp) {

	/**
	 * Copies the tags.
	 * @param key the key
	 * @param kind what the entry holds
	 * @param bytes what it takes where it is kept
	 * @param created when the value was loaded
	 * @param softExpiry from when on a refresh is due
	 * @param expires from when on the entry must not be used
	 * @param tags the cache tags
	 * @param stamp the snapshot under which the value was loaded
	 */
	public EntryHead {
		tags = Set.copyOf(tags);
	}

	/**
	 * Returns the snapshot under which the value was loaded, as text.
	 * @return the text of the stamp
	 */
	public String stampText() {
		return this.stamp.text();
	}

	/**
	 * Returns the head of an entry.
	 * @param entry the entry
	 * @param bytes what it takes where it is kept
	 * @return its head
	 */
	public static EntryHead of(StoredEntry entry, long bytes) {
		return new EntryHead(entry.key(), entry.kind(), bytes, entry.created(), entry.softExpiry(), entry.expires(),
				entry.tags(), entry.stamp());
	}

}
