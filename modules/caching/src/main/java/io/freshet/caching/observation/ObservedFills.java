package io.freshet.caching.observation;

import reactor.core.publisher.Mono;

import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.DelegatingStore;
import io.freshet.caching.store.StoredEntry;

/**
 * Watches the filling of a tier, and nothing else of it.
 */
final class ObservedFills extends DelegatingStore {

	private final MicrometerObserver observer;

	ObservedFills(CacheStore delegate, MicrometerObserver observer) {
		super(delegate);
		this.observer = observer;
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return this.observer.fill(entry.key().cache(), delegate().put(entry));
	}

	@Override
	public Mono<Void> share(StoredEntry entry) {
		return this.observer.fill(entry.key().cache(), delegate().share(entry));
	}

}
