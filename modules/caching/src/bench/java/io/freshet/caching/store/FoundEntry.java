package io.freshet.caching.store;

import java.time.Instant;
import java.time.InstantSource;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.Loaded;

/**
 * A tier that holds one entry, behind the judgement by a view that the test moves.
 */
final class FoundEntry implements CacheStore, InvalidationLedger {

	private static final EntryKey KEY = new EntryKey(CacheName.of("posts"), CacheKey.of(1));

	private final FreshnessView view = Loaded.forgetfulView();

	private final StoredEntry entry = new StoredEntry(KEY, EntryKind.ONE, new byte[0], Instant.EPOCH,
			Instant.ofEpochMilli(Long.MAX_VALUE), Loaded.TAGS, Loaded.STAMP);

	private final CacheStore judged = new JudgedStore(this, Tier.NEAR, this, CacheRecorder.NONE,
			InstantSource.fixed(Instant.EPOCH));

	/**
	 * Looks the entry up.
	 * @return whether it was found valid
	 */
	boolean isHit() {
		return this.judged.find(KEY).blockOptional().isPresent();
	}

	@Override
	public FreshnessView view() {
		return this.view;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return Mono.just(this.entry);
	}

	@Override
	public Mono<Void> refreshed() {
		return Mono.empty();
	}

	@Override
	public Mono<Boolean> sees(FreshnessToken token) {
		return Mono.just(true);
	}

	@Override
	public Mono<Long> append(Invalidation invalidation) {
		return Mono.empty();
	}

	@Override
	public void committed(long position, Invalidation invalidation) {
		this.view.apply(position, invalidation);
	}

	@Override
	public Mono<Void> put(StoredEntry other) {
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
