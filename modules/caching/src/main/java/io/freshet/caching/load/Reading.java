package io.freshet.caching.load;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * What a caller wants to read.
 *
 * @param key the key
 * @param kind what the caller can use if there is a value
 * @param policy the settings
 * @param readable whether the caller can use an entry
 * @param same whether two entries that the caller can use hold the same
 * @param maker asks the origin
 * @param known the entry that the caller found, if its load is to replace one
 */
record Reading(EntryKey key, EntryKind kind, CachePolicy policy, Predicate<StoredEntry> readable,
		BiPredicate<StoredEntry, StoredEntry> same, EntryMaker maker, @Nullable StoredEntry known) {

	Reading(EntryKey key, EntryKind kind, CachePolicy policy, Predicate<StoredEntry> readable,
			BiPredicate<StoredEntry, StoredEntry> same, EntryMaker maker) {
		this(key, kind, policy, readable, same, maker, null);
	}

	Reading knowing(StoredEntry entry) {
		return new Reading(this.key, this.kind, this.policy, this.readable, this.same, this.maker, entry);
	}

	/**
	 * Asks the origin and makes an entry of its answer.
	 */
	@FunctionalInterface
	interface EntryMaker {

		/**
		 * Makes the entry.
		 * @param beginning how the load began
		 * @return the entry, which is already expired if it must not be kept; an error
		 * that is not to be remembered
		 */
		Mono<StoredEntry> make(Beginning beginning);

	}

}
