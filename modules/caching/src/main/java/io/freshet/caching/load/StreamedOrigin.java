package io.freshet.caching.load;

import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheTag;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

/**
 * An origin that emits several values, and how an entry is made of them.
 *
 * @param entries makes and reads the entries
 * @param key the key of the entry
 * @param elements asks the origin
 * @param marking how the entry is marked
 */
record StreamedOrigin<V>(ValueEntries<V> entries, EntryKey key, Flux<V> elements, Marking<V> marking) {

	/**
	 * Makes the entry of the whole answer.
	 */
	StoredEntry entryOf(List<V> values, Beginning beginning) {
		return this.entries.entryOfMany(this.key, values, this.marking, beginning);
	}

	/**
	 * Makes an entry of an error, if it is to be remembered.
	 */
	Mono<StoredEntry> entryOf(Throwable error, Beginning beginning) {
		return this.entries.remembered(this.key, error, this.marking, beginning);
	}

	/**
	 * Returns the values of an entry, for one caller.
	 */
	List<V> valuesOf(StoredEntry entry) {
		return this.entries.many(entry);
	}

	/**
	 * Returns one value, for one caller of several.
	 */
	V copyOf(V value) {
		return this.entries.copyOf(value);
	}

	/**
	 * Returns the tags of one value; of one that cannot be tagged none, which is said
	 * when the entry is made.
	 */
	Collection<CacheTag> tagsOf(V value) {
		return this.marking.tagsOf(value);
	}

	/**
	 * Returns the length of a value as it is stored; of one that cannot be encoded none,
	 * which is said when the entry is made.
	 */
	long lengthOf(V value) {
		try {
			return this.entries.lengthOf(value);
		}
		catch (RuntimeException ex) {
			return 0;
		}
	}

}
