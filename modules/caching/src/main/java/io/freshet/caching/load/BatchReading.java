package io.freshet.caching.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import reactor.core.publisher.Flux;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

/**
 * What a caller wants to read at once.
 *
 * @param cache the cache
 * @param policy the settings
 * @param readable whether the caller can use an entry
 * @param maker asks the origin
 * @param known the entries that the caller found, if its load is to replace some
 */
record BatchReading(CacheName cache, CachePolicy policy, Predicate<StoredEntry> readable, BatchMaker maker,
		Map<EntryKey, StoredEntry> known) {

	BatchReading(CacheName cache, CachePolicy policy, Predicate<StoredEntry> readable, BatchMaker maker) {
		this(cache, policy, readable, maker, Map.of());
	}

	BatchReading knowing(Map<EntryKey, StoredEntry> entries) {
		return new BatchReading(this.cache, this.policy, this.readable, this.maker, new LinkedHashMap<>(entries));
	}

	/**
	 * Returns whether the caller can use an entry that was found in place of a load.
	 */
	boolean accepts(StoredEntry found) {
		StoredEntry replaced = this.known.get(found.key());
		return (replaced == null || found.created().isAfter(replaced.created())) && this.readable.test(found);
	}

	/**
	 * Asks the origin once and makes entries of its answer.
	 */
	@FunctionalInterface
	interface BatchMaker {

		/**
		 * Makes the entries.
		 * @param keys the keys
		 * @param beginning how the load began
		 * @return one entry for each key; the error of the origin
		 */
		Flux<StoredEntry> make(Set<EntryKey> keys, Beginning beginning);

	}

}
