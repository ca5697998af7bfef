package io.freshet.caching.store;

import java.time.InstantSource;
import java.util.Collection;

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
		return this.delegate.find(key).filter(this::isUsable).map(this::stale);
	}

	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return this.delegate.findAll(keys).filter(this::isUsable).map(this::stale);
	}

	private boolean isUsable(StoredEntry entry) {
		return !entry.isExpired(this.clock.millis()) && this.view.isValid(entry.stamp(), entry.keyText(), entry.tags());
	}

	private StoredEntry stale(StoredEntry entry) {
		this.recorder.lookup(entry.key().cache(), this.tier, LookupOutcome.STALE);
		return entry.asStale();
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
