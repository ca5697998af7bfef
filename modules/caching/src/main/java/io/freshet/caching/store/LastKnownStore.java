package io.freshet.caching.store;

import java.time.InstantSource;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessView;

/**
 * Returns of another store what has not expired and is valid as far as the view knows,
 * however old the view is; marked as stale. For caches that put availability first, while
 * the ledger cannot be read.
 */
public final class LastKnownStore implements CacheStore {

	private final CacheStore delegate;

	private final Tier tier;

	private final FreshnessView view;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	/**
	 * Puts the mildest judgement around a store.
	 * @param delegate the store
	 * @param tier the tier that it is
	 * @param view what is known of the ledger
	 * @param recorder is told what is found
	 * @param clock the time by which entries expire
	 */
	public LastKnownStore(CacheStore delegate, Tier tier, FreshnessView view, CacheRecorder recorder,
			InstantSource clock) {
		this.delegate = delegate;
		this.tier = tier;
		this.view = view;
		this.recorder = recorder;
		this.clock = clock;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return this.delegate.find(key)
			.filter((entry) -> !entry.isExpired(this.clock.millis())
					&& this.view.isValid(entry.stamp(), entry.keyText(), entry.tags()))
			.doOnNext((entry) -> this.recorder.lookup(key.cache(), this.tier, LookupOutcome.STALE))
			.map(StoredEntry::asStale);
	}

	/** Nothing is kept through this one. */
	@Override
	public Mono<Void> put(StoredEntry entry) {
		return Mono.empty();
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
