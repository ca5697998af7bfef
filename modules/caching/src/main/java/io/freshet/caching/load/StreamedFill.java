package io.freshet.caching.load;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheTag;
import io.freshet.caching.load.StreamReader.CancelledStreamException;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * A load whose elements those who wait for it get as they come.
 * <p>
 * Each element carries the cache tags that came up with it, so that a reader who stops
 * early depends on what it took. When readers see completion the entry is kept and all of
 * its tags are recorded with them, so that whatever encloses them has the tags before it
 * completes itself.
 */
final class StreamedFill<V> {

	private final Loads loads;

	private final Reading reading;

	private final StreamedOrigin<V> origin;

	private final Hooks hooks;

	private final SharedStream<Streamed<V>> stream;

	private volatile @Nullable Asked asked;

	private volatile @Nullable StoredEntry entry;

	/** The tags that came up after the last element. */
	private volatile Set<CacheTag> rest = Set.of();

	StreamedFill(Loads loads, Reading reading, StreamedOrigin<V> origin, long limit, Hooks hooks) {
		this.loads = loads;
		this.reading = reading;
		this.origin = origin;
		this.hooks = hooks;
		this.stream = new SharedStream<>((element) -> origin.lengthOf(element.value()), limit, this::atLimit);
	}

	private void atLimit() {
		this.loads.tooLarge(this.reading.key());
		this.hooks.atLimit().run();
	}

	/**
	 * Loads, unless another load has left what is wanted.
	 * @return the entry; empty if there is none because it would have been too large; the
	 * error of the load
	 */
	Mono<StoredEntry> run() {
		return this.stream
			.drain(elements().doOnError((ex) -> this.hooks.atEnd().run()),
					Mono.defer(this::keep).doOnTerminate(this.hooks.atEnd()))
			.then(Mono.defer(() -> Mono.justOrEmpty(this.entry)))
			.onErrorResume((ex) -> Mono.justOrEmpty(this.entry).switchIfEmpty(Mono.error(ex)));
	}

	private Flux<Streamed<V>> elements() {
		return this.loads.left(this.reading)
			.map(this::left)
			.switchIfEmpty(Mono.fromSupplier(() -> Flux.deferContextual(this::ask)))
			.flatMapMany(Function.identity());
	}

	private Flux<Streamed<V>> left(StoredEntry found) {
		this.entry = found;
		return (found.kind() == EntryKind.ERROR) ? Flux.error(RememberedError.of(found))
				: Flux.fromIterable(this.origin.valuesOf(found))
					.map((value) -> new Streamed<>(value, found.tags(), found.isStale()));
	}

	private Flux<Streamed<V>> ask(ContextView context) {
		CacheDependencies all = CacheDependencies.open(context);
		Asked begun = new Asked(this.loads.begin(this.reading.known() != null, all),
				CacheDependencies.open(all.into(Context.empty())));
		this.asked = begun;
		return this.origin.elements()
			.contextWrite(begun.recent()::into)
			.map((value) -> streamed(value, begun))
			.doOnComplete(() -> {
				this.rest = begun.recent().takeOut();
				this.loads.ended(this.reading.key().cache(), begun.beginning(), true);
			})
			.onErrorResume((ex) -> failed(ex, begun));
	}

	private Streamed<V> streamed(V value, Asked begun) {
		Set<CacheTag> tags = new HashSet<>(begun.recent().takeOut());
		tags.addAll(this.origin.tagsOf(value));
		return new Streamed<>(value, tags, begun.recent().isStale());
	}

	private Flux<Streamed<V>> failed(Throwable ex, Asked begun) {
		this.loads.ended(this.reading.key().cache(), begun.beginning(), false);
		return this.origin.entryOf(ex, begun.beginning())
			.flatMap((remembered) -> this.loads.keep(this.reading, remembered))
			.flatMapMany((remembered) -> {
				this.entry = remembered;
				return Flux.error(RememberedError.of(remembered));
			});
	}

	private Mono<Void> keep() {
		Asked begun = this.asked;
		if (begun == null) {
			return Mono.empty();
		}
		List<V> values = this.stream.elements().stream().map(Streamed::value).toList();
		return this.loads.keep(this.reading, this.origin.entryOf(values, begun.beginning()))
			.doOnNext((kept) -> this.entry = begun.beginning().dependencies().isStale() ? kept.asStale() : kept)
			.then();
	}

	/**
	 * Joins, unless it is too late for that.
	 * @return the elements, to be subscribed to at once by the subscriber of that
	 * context; null if nobody may join
	 */
	@Nullable Flux<V> join(ContextView context) {
		Flux<Streamed<V>> place = this.stream.tryRead();
		return (place == null) ? null
				: place.doOnNext((element) -> record(element.tags(), element.stale(), context))
					.map((element) -> this.origin.copyOf(element.value()))
					.doOnTerminate(() -> recordTheEnd(context));
	}

	private void recordTheEnd(ContextView context) {
		StoredEntry made = this.entry;
		Asked begun = this.asked;
		if (made != null) {
			record(made.tags(), made.isStale(), context);
		}
		record(this.rest, begun != null && begun.recent().isStale(), context);
	}

	private static void record(Set<CacheTag> tags, boolean stale, ContextView context) {
		CacheDependencies.record(context, tags);
		if (stale) {
			CacheDependencies.recordStale(context);
		}
	}

	/**
	 * Ends those who have joined, if it is not to be run.
	 */
	void abandon() {
		this.stream.fail(new CancelledStreamException());
	}

	/**
	 * What is done at certain moments.
	 *
	 * @param atLimit there is to be no entry, nobody may join any more
	 * @param atEnd readers are about to see the end
	 */
	record Hooks(Runnable atLimit, Runnable atEnd) {

		static final Hooks NONE = new Hooks(() -> {
		}, () -> {
		});

	}

	/**
	 * That the origin was asked.
	 *
	 * @param beginning how that began
	 * @param recent the tags that came up since the last element
	 */
	private record Asked(Beginning beginning, CacheDependencies recent) {
	}

}
