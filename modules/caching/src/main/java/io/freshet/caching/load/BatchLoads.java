package io.freshet.caching.load;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * Loads several entries at once and keeps them, as {@link Loads} does one: one question
 * to the origin, one stamp from before it.
 */
final class BatchLoads {

	private final Loads loads;

	private final Coalescer coalescer;

	private final Tiers tiers;

	private final CacheRecorder recorder;

	BatchLoads(Loads loads, Coalescer coalescer, Tiers tiers, CacheRecorder recorder) {
		this.loads = loads;
		this.coalescer = coalescer;
		this.tiers = tiers;
		this.recorder = recorder;
	}

	/**
	 * Loads entries, or joins loads of some of them that run already.
	 * @param reading what to load
	 * @param keys the keys
	 * @return an entry for each key; the error of any of the loads
	 */
	Mono<List<StoredEntry>> load(BatchReading reading, Set<EntryKey> keys) {
		return this.coalescer.loadAll(keys, EntryKind.ONE, (own) -> loadAndStore(reading, own)).collectList();
	}

	/**
	 * Begins to load entries that nobody waits for, but for those that are being loaded.
	 * What the origin reads is no part of what the caller makes.
	 * @param reading what to load
	 * @param context the context of the caller
	 */
	void refresh(BatchReading reading, ContextView context) {
		int begun = this.coalescer.refreshAll(reading.known().keySet(), EntryKind.ONE,
				(own) -> loadAndStore(reading, own).contextWrite((all) -> all.delete(CacheDependencies.class)),
				context);
		for (int refreshed = 0; refreshed < begun; refreshed++) {
			this.recorder.refresh(reading.cache());
		}
	}

	private Flux<StoredEntry> loadAndStore(BatchReading reading, Set<EntryKey> keys) {
		Set<EntryKey> all = Set.copyOf(keys);
		return left(reading, all).collectList().flatMapMany((left) -> {
			Set<EntryKey> rest = new LinkedHashSet<>(keys);
			left.forEach((entry) -> rest.remove(entry.key()));
			return rest.isEmpty() ? Flux.fromIterable(left) : Flux.concat(Flux.fromIterable(left), ask(reading, rest));
		});
	}

	/**
	 * Finds what other loads have left since the caller looked.
	 */
	private Flux<StoredEntry> left(BatchReading reading, Set<EntryKey> keys) {
		return Flux.fromIterable(keys)
			.flatMap((key) -> reading.known().containsKey(key) ? this.tiers.findShared(key) : atHand(key))
			.filter(reading::accepts);
	}

	private Mono<StoredEntry> atHand(EntryKey key) {
		return Mono.fromCallable(() -> peek(key));
	}

	private @Nullable StoredEntry peek(EntryKey key) {
		return this.tiers.peek(key, this.loads.now());
	}

	private Flux<StoredEntry> ask(BatchReading reading, Set<EntryKey> keys) {
		return Flux.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			Beginning beginning = this.loads.begin(!reading.known().isEmpty(), dependencies);
			return reading.maker()
				.make(keys, beginning)
				.contextWrite(dependencies::into)
				.collectList()
				.doOnSuccess((made) -> this.loads.ended(reading.cache(), beginning, true))
				.doOnError((ex) -> failed(reading, beginning))
				.flatMapIterable(Function.identity())
				.concatMap((made) -> this.tiers.store(made, reading.policy().tti()))
				.map((kept) -> dependencies.isStale() ? kept.asStale() : kept);
		});
	}

	private void failed(BatchReading reading, Beginning beginning) {
		this.loads.ended(reading.cache(), beginning, false);
		reading.known().keySet().forEach((key) -> this.loads.pause(key, reading.policy().retryAfter()));
	}

}
