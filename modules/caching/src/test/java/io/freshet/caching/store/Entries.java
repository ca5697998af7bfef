package io.freshet.caching.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;

/**
 * Makes entries.
 */
public final class Entries {

	private Entries() {
	}

	/**
	 * Makes a key of the cache {@code things}.
	 * @param key the key inside it
	 * @return the key
	 */
	public static EntryKey key(Object key) {
		return new EntryKey(CacheName.of("things"), CacheKey.of(key));
	}

	/**
	 * Makes an entry that lives for a minute and carries the tag {@code thing:<key>}.
	 * @param key the key inside the cache {@code things}
	 * @param payload the text of the payload
	 * @param now when it was loaded
	 * @param stamp its stamp
	 * @return the entry
	 */
	public static StoredEntry entry(Object key, String payload, Instant now, Stamp stamp) {
		return new StoredEntry(key(key), EntryKind.ONE, payload.getBytes(StandardCharsets.UTF_8), now,
				now.plus(Duration.ofMinutes(1)), Set.of(CacheTag.of("thing", key)), stamp);
	}

	/**
	 * Returns the payload as text.
	 * @param entry the entry
	 * @return the text
	 */
	public static String text(StoredEntry entry) {
		return new String(entry.payload(), StandardCharsets.UTF_8);
	}

}
