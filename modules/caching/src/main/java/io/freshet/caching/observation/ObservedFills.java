package io.freshet.caching.observation;

import java.time.Duration;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

/**
 * Watches the filling of a tier, and nothing else of it.
 */
final class ObservedFills implements CacheStore {

	private final CacheStore delegate;

	private final MicrometerObserver observer;

	ObservedFills(CacheStore delegate, MicrometerObserver observer) {
		this.delegate = delegate;
		this.observer = observer;
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return this.observer.fill(entry.key().cache(), this.delegate.put(entry));
	}

	@Override
	public Mono<Void> share(StoredEntry entry) {
		return this.observer.fill(entry.key().cache(), this.delegate.share(entry));
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
