package io.freshet.caching.store;

import java.time.Duration;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.KeyPattern;

/**
 * Keeps entries. A store does not judge: it returns what it has. All publishers are cold.
 */
public interface CacheStore {

	/**
	 * Looks an entry up.
	 * @param key the key
	 * @return the entry; empty if there is none
	 */
	Mono<StoredEntry> find(EntryKey key);

	/**
	 * Looks several entries up at once, as fast as the slowest of them.
	 * @param keys the keys, each once
	 * @return the entries that there are, in no order
	 */
	default Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return Flux.fromIterable(keys).flatMap(this::find);
	}

	/**
	 * Looks an entry up that is at hand: without input or output, without waiting, and
	 * without being counted. Called on the hottest path there is.
	 * @param key the key
	 * @param now the time, milliseconds since 1970, which the caller has read anyway
	 * @return the entry; null if there is none, or if to find it would take more
	 */
	default @Nullable StoredEntry peek(EntryKey key, long now) {
		return null;
	}

	/**
	 * Looks an entry up where other instances keep theirs, past what is kept near.
	 * @param key the key
	 * @return the entry, which is near as well from now on; empty if there is none, or no
	 * such place
	 */
	default Mono<StoredEntry> findShared(EntryKey key) {
		return Mono.empty();
	}

	/**
	 * Keeps an entry until it expires, in place of any other of its key.
	 * @param entry the entry
	 * @return completes when the entry is kept
	 */
	Mono<Void> put(StoredEntry entry);

	/**
	 * Keeps an entry as {@link #put} does, but waits until other instances find it.
	 * @param entry the entry
	 * @return completes when they do
	 */
	default Mono<Void> share(StoredEntry entry) {
		return put(entry);
	}

	/**
	 * Has an entry kept for longer where it goes when nobody asks for it.
	 * @param entry the entry
	 * @param time for how long from now
	 * @return completes when that is under way
	 */
	default Mono<Void> prolong(StoredEntry entry, Duration time) {
		return Mono.empty();
	}

	/**
	 * Lists the keys that match a pattern. Entries that come or go meanwhile may be
	 * missing.
	 * @param pattern the pattern
	 * @return the keys, each once, read as they are asked for
	 */
	Flux<EntryKey> keys(KeyPattern pattern);

	/**
	 * Removes the entries whose keys match a pattern. Entries that come meanwhile may
	 * stay. A cancelled subscription stops in between.
	 * @param pattern the pattern
	 * @return the keys of the entries that were removed, each once
	 */
	Flux<EntryKey> purge(KeyPattern pattern);

}
