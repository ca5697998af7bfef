package io.freshet.caching.caffeine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.StoredEntry;

/**
 * How much a store keeps of each cache, counted as it comes and goes: an instance tells
 * of it every few seconds, and there may be millions of entries.
 */
final class ContentTally {

	private final ConcurrentMap<CacheName, Sums> caches = new ConcurrentHashMap<>();

	/**
	 * Takes note of an entry that is kept.
	 * @param before what was kept of its key, if anything
	 * @param entry the entry
	 */
	void replace(@Nullable StoredEntry before, StoredEntry entry) {
		add(entry, 1);
		if (before != null) {
			remove(before);
		}
	}

	/**
	 * Takes note of an entry that is not kept any more.
	 */
	void remove(StoredEntry entry) {
		add(entry, -1);
	}

	private void add(StoredEntry entry, int sign) {
		Sums sums = this.caches.computeIfAbsent(entry.key().cache(), (name) -> new Sums());
		sums.entries.add(sign);
		sums.bytes.add((long) sign * entry.weight());
	}

	/**
	 * Returns the content of each cache of which anything is kept. What comes and goes
	 * meanwhile is in it or not.
	 */
	Map<CacheName, StoreContent> read() {
		Map<CacheName, StoreContent> content = new HashMap<>();
		this.caches.forEach((name, sums) -> {
			long entries = sums.entries.sum();
			// Less than none for a moment: what is evicted at once is taken out first.
			if (entries > 0) {
				content.put(name, new StoreContent(entries, Math.max(0, sums.bytes.sum())));
			}
		});
		return content;
	}

	private static final class Sums {

		private final LongAdder entries = new LongAdder();

		private final LongAdder bytes = new LongAdder();

	}

}
