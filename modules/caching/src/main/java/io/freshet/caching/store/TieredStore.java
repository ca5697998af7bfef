package io.freshet.caching.store;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.KeyPattern;

/**
 * Two stores as one. The shared one is asked only when the near one has nothing, and is
 * filled behind the caller's back.
 */
public final class TieredStore implements CacheStore {

	private final CacheStore near;

	private final CacheStore shared;

	private final Consumer<Mono<Void>> background;

	/**
	 * Composes two stores.
	 * @param near the store that is asked first
	 * @param shared the store that is asked if the near one has nothing
	 * @param background runs what nobody waits for
	 */
	public TieredStore(CacheStore near, CacheStore shared, Consumer<Mono<Void>> background) {
		this.near = near;
		this.shared = shared;
		this.background = background;
	}

	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		return this.near.find(key).switchIfEmpty(findShared(key));
	}

	/**
	 * Asks the shared store once, for all that is not near.
	 */
	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return this.near.findAll(keys).collectList().flatMapMany((found) -> {
			Set<EntryKey> missing = new LinkedHashSet<>(keys);
			found.forEach((entry) -> missing.remove(entry.key()));
			return missing.isEmpty() ? Flux.fromIterable(found)
					: Flux.concat(Flux.fromIterable(found), this.shared.findAll(missing).concatMap(this::keepNear));
		});
	}

	private Mono<StoredEntry> keepNear(StoredEntry entry) {
		return this.near.put(entry).thenReturn(entry);
	}

	@Override
	public Mono<StoredEntry> findShared(EntryKey key) {
		return Mono.defer(() -> this.shared.find(key)).flatMap(this::keepNear);
	}

	@Override
	public @Nullable StoredEntry peek(EntryKey key, long now) {
		return this.near.peek(key, now);
	}

	/**
	 * Completes when the near store has the entry.
	 */
	@Override
	public Mono<Void> put(StoredEntry entry) {
		if (!entry.kind().isShared()) {
			return this.near.put(entry);
		}
		// In the context of who fills, so that traces know whose fill it is.
		return this.near.put(entry).then(Mono.deferContextual((context) -> {
			this.background.accept(this.shared.put(entry).contextWrite((none) -> none.putAll(context)));
			return Mono.empty();
		}));
	}

	@Override
	public Mono<Void> share(StoredEntry entry) {
		return entry.kind().isShared() ? this.near.put(entry).then(this.shared.share(entry)) : this.near.put(entry);
	}

	/**
	 * The near store needs no word of it, for it is where the entry was read.
	 */
	@Override
	public Mono<Void> prolong(StoredEntry entry, Duration time) {
		return Mono.fromRunnable(() -> this.background.accept(this.shared.prolong(entry, time)));
	}

	@Override
	public Flux<EntryKey> keys(KeyPattern pattern) {
		return bothOnce(this.near.keys(pattern), this.shared.keys(pattern));
	}

	@Override
	public Flux<EntryKey> purge(KeyPattern pattern) {
		return bothOnce(this.near.purge(pattern), this.shared.purge(pattern));
	}

	/**
	 * Holds the near keys in memory, of which there are few, and lets the shared ones
	 * pass.
	 */
	private static Flux<EntryKey> bothOnce(Flux<EntryKey> near, Flux<EntryKey> shared) {
		return near.collect(Collectors.toUnmodifiableSet())
			.flatMapMany((keys) -> Flux.concat(Flux.fromIterable(keys), shared.filter((key) -> !keys.contains(key))));
	}

}
