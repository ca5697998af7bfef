package io.freshet.caching.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.load.StreamedFill.Hooks;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.StoredEntry;

/**
 * Loads entries and keeps them.
 * <p>
 * The order of a load is what makes it safe: the stamp is taken first, then the origin is
 * asked. Whatever is invalidated from then on is not visible in the stamp, so that the
 * entry judges itself invalid, however late it is stored and whoever reads it.
 */
final class Loads {

	private final Tiers tiers;

	private final FreshnessView view;

	private final Coalescer coalescer;

	private final LeasedLoads leased;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	private final long longestStream;

	private final LoadPauses pauses = new LoadPauses();

	Loads(Tiers tiers, FreshnessView view, BackgroundWork background, LeasedLoads leased, CacheRecorder recorder,
			InstantSource clock, EngineOptions options) {
		this.tiers = tiers;
		this.view = view;
		this.coalescer = new Coalescer(view, background, recorder, options.observer());
		this.leased = leased;
		this.recorder = recorder;
		this.clock = clock;
		this.longestStream = options.longestStream();
	}

	/**
	 * Loads an entry, or joins the load of its key that runs already. Another load may
	 * have ended since the caller found nothing: what it left at hand is used.
	 * @param reading what to load
	 * @return the entry, possibly one that says which error is remembered; the error of
	 * the load
	 */
	Mono<StoredEntry> load(Reading reading) {
		return this.coalescer.load(reading.key(), reading.kind(), loadAndStore(reading));
	}

	/**
	 * Loads an entry of several values, or joins the load of its key that runs already,
	 * and hands the values on as they come.
	 * @param reading what to load, without a lease
	 * @param origin emits the values
	 * @return the values, which end when the entry is kept; an error, this time or as it
	 * is remembered
	 */
	<V> Flux<V> stream(Reading reading, StreamedOrigin<V> origin) {
		return this.coalescer.stream(reading.key(), reading.kind(), new StreamedLoad<V>() {

			@Override
			public StreamedFill<V> begin(Hooks hooks) {
				return new StreamedFill<>(Loads.this, reading, origin, Loads.this.longestStream, hooks);
			}

			@Override
			public Mono<StoredEntry> around(Mono<StoredEntry> run) {
				return pausing(reading, run);
			}

			@Override
			public Flux<V> valuesOf(StoredEntry entry) {
				return (entry.kind() == EntryKind.ERROR) ? Flux.error(RememberedError.of(entry))
						: Flux.fromIterable(origin.valuesOf(entry));
			}

		});
	}

	/**
	 * Begins to load an entry that nobody waits for, unless a load of its key runs
	 * already. What its origin reads is no part of what the caller makes.
	 * @param reading what to load
	 * @param context the context of the caller
	 */
	void refresh(Reading reading, ContextView context) {
		Context own = Context.of(context).delete(CacheDependencies.class);
		if (this.coalescer.refresh(reading.key(), reading.kind(), loadAndStore(reading), own)) {
			this.recorder.refresh(reading.key().cache());
		}
	}

	/**
	 * Returns whether a load failed so short a while ago that a value should be served
	 * without another try.
	 * @param key the key
	 * @param now the time, milliseconds since 1970
	 * @return whether to wait
	 */
	boolean isPaused(EntryKey key, long now) {
		return this.pauses.isPaused(key, now);
	}

	private Mono<StoredEntry> loadAndStore(Reading reading) {
		LeasePolicy lease = reading.policy().lease();
		Duration tti = reading.policy().tti();
		if (lease != null) {
			return pausing(reading, this.leased.load(reading.key(), lease, findLoaded(reading),
					ask(reading, (entry) -> this.tiers.share(entry, tti))));
		}
		Mono<StoredEntry> asked = pausing(reading, ask(reading, (entry) -> this.tiers.store(entry, tti)));
		return left(reading).switchIfEmpty(asked);
	}

	/**
	 * Finds what another load has left since the caller looked.
	 */
	Mono<StoredEntry> left(Reading reading) {
		// Who knows no entry has looked into the shared tier just now.
		return (reading.known() != null) ? findLoaded(reading) : atHand(reading);
	}

	private Mono<StoredEntry> atHand(Reading reading) {
		return Mono.fromCallable(() -> this.tiers.peek(reading.key(), this.clock.millis())).filter(reading.readable());
	}

	/**
	 * Finds what another instance has loaded in place of the entry that is known here.
	 */
	private Mono<StoredEntry> findLoaded(Reading reading) {
		StoredEntry known = reading.known();
		return this.tiers.findShared(reading.key())
			.filter((entry) -> (known == null || entry.created().isAfter(known.created()))
					&& reading.readable().test(entry));
	}

	/**
	 * Begins a pause if the load fails and there is a value to serve meanwhile.
	 */
	private Mono<StoredEntry> pausing(Reading reading, Mono<StoredEntry> load) {
		return (reading.known() == null) ? load
				: load.doOnError((ex) -> pause(reading.key(), reading.policy().retryAfter()));
	}

	/**
	 * Takes the stamp of a load. To be called before its origin is asked.
	 */
	Beginning begin(boolean replacesValue, CacheDependencies dependencies) {
		return new Beginning(this.view.stamp(), this.clock.instant(), dependencies, replacesValue);
	}

	void ended(CacheName cache, Beginning beginning, boolean succeeded) {
		this.recorder.load(cache, Duration.between(beginning.at(), this.clock.instant()), succeeded);
	}

	/**
	 * Begins the time after a failed load in which the value that there is is served.
	 */
	void pause(EntryKey key, Duration time) {
		this.pauses.begin(key, now(), time.toMillis());
	}

	long now() {
		return this.clock.millis();
	}

	BatchLoads inBatches() {
		return new BatchLoads(this, this.coalescer, this.tiers, this.recorder);
	}

	Mono<StoredEntry> keep(Reading reading, StoredEntry entry) {
		return this.tiers.store(entry, reading.policy().tti());
	}

	void tooLarge(EntryKey key) {
		this.recorder.refused(key.cache(), RefusalReason.TOO_LARGE);
	}

	private Mono<StoredEntry> ask(Reading reading, Function<StoredEntry, Mono<StoredEntry>> keep) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			Beginning beginning = begin(reading.known() != null, dependencies);
			return reading.maker()
				.make(beginning)
				.contextWrite(dependencies::into)
				.doOnSuccess((entry) -> ended(reading.key().cache(), beginning, entry.kind() != EntryKind.ERROR))
				.doOnError((ex) -> ended(reading.key().cache(), beginning, false))
				.flatMap(keep)
				.map((entry) -> dependencies.isStale() ? entry.asStale() : entry);
		});
	}

}
