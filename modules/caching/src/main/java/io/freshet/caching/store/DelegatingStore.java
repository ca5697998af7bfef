package io.freshet.caching.store;

import java.time.Duration;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.KeyPattern;

/**
 * Leaves to another store all but the keeping of entries, for stores that add something
 * to it.
 */
public abstract class DelegatingStore implements CacheStore {

	private final CacheStore delegate;

	/**
	 * Puts this around a store.
	 * @param delegate the store
	 */
	protected DelegatingStore(CacheStore delegate) {
		this.delegate = delegate;
	}

	/**
	 * Returns what this is put around.
	 * @return the store
	 */
	protected final CacheStore delegate() {
		return this.delegate;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return this.delegate.find(key);
	}

	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return this.delegate.findAll(keys);
	}

	@Override
	public @Nullable StoredEntry peek(EntryKey key, long now) {
		return this.delegate.peek(key, now);
	}

	@Override
	public Mono<StoredEntry> findShared(EntryKey key) {
		return this.delegate.findShared(key);
	}

	@Override
	public Mono<Void> prolong(StoredEntry entry, Duration time) {
		return this.delegate.prolong(entry, time);
	}

	@Override
	public Flux<EntryKey> keys(KeyPattern pattern) {
		return this.delegate.keys(pattern);
	}

	@Override
	public Flux<EntryKey> purge(KeyPattern pattern) {
		return this.delegate.purge(pattern);
	}

}
