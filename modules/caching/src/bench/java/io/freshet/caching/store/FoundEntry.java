package io.freshet.caching.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.Stamp;

/**
 * A tier that holds one entry, behind the judgement by a view that the test moves.
 */
final class FoundEntry implements CacheStore, InvalidationLedger {

	static final Stamp LOADED = Stamp.below("history", 10);

	private static final EntryKey KEY = new EntryKey(CacheName.of("posts"), CacheKey.of(1));

	private final FreshnessView view = new FreshnessView(Duration.ofDays(1), 400, () -> 0);

	private final StoredEntry entry = new StoredEntry(KEY, EntryKind.ONE, new byte[0], Instant.EPOCH,
			Instant.ofEpochMilli(Long.MAX_VALUE), Set.of(CacheTag.of("post", 1)), LOADED);

	private final CacheStore judged = new JudgedStore(this, Tier.NEAR, this, CacheRecorder.NONE,
			InstantSource.fixed(Instant.EPOCH));

	FoundEntry() {
		this.view.restart(LOADED, 0, List.of(), Stamp.NONE);
	}

	/**
	 * Makes a change of a post; the entry shows number 1.
	 * @param post the number of the post
	 * @return what it makes invalid
	 */
	static Invalidation change(int post) {
		return Invalidation.ofTags(Set.of(CacheTag.of("post", post)));
	}

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
