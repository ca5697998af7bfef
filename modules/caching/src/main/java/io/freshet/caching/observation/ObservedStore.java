package io.freshet.caching.observation;

import java.time.Duration;
import java.util.Collection;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.DelegatingStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

/**
 * Watches the commands to Redis. Searches, which an administrator asks for, are not
 * watched: they are many commands, and tell of their progress themselves.
 */
final class ObservedStore extends DelegatingStore {

	private final MicrometerObserver observer;

	ObservedStore(CacheStore delegate, MicrometerObserver observer) {
		super(delegate);
		this.observer = observer;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return this.observer.command(key.cache(), "GETRANGE", delegate().find(key));
	}

	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return keys.isEmpty() ? Flux.empty()
				: this.observer
					.command(keys.iterator().next().cache(), "GETRANGE", delegate().findAll(keys).collectList())
					.flatMapIterable((found) -> found);
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return this.observer.command(entry.key().cache(), "PSETEX", delegate().put(entry));
	}

	@Override
	public Mono<Void> prolong(StoredEntry entry, Duration time) {
		return this.observer.command(entry.key().cache(), "PEXPIRE", delegate().prolong(entry, time));
	}

}
