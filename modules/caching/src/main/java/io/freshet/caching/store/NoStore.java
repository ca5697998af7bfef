package io.freshet.caching.store;

import java.util.Collection;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.KeyPattern;

/**
 * Keeps nothing: stands in for a tier that there is not.
 */
public final class NoStore implements CacheStore {

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return Mono.empty();
	}

	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return Flux.empty();
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return Mono.empty();
	}

	@Override
	public Flux<EntryKey> keys(KeyPattern pattern) {
		return Flux.empty();
	}

	@Override
	public Flux<EntryKey> purge(KeyPattern pattern) {
		return Flux.empty();
	}

}
