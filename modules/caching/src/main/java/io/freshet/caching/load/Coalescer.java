package io.freshet.caching.load;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

/**
 * Lets one load serve all who ask for its key while it runs.
 * <p>
 * Whoever joins a load that began earlier may have begun to read after a change that the
 * load has not seen. What a load brings is therefore handed to a joiner only if the load
 * did not begin before the joiner, by the view's sequence number, or if nothing that
 * concerns the entry was invalidated since it began. Otherwise the joiner asks again; the
 * load that it then starts or joins began after it, so it asks twice at most.
 */
final class Coalescer {

	private final ConcurrentMap<EntryKey, Flight> flights = new ConcurrentHashMap<>();

	private final FreshnessView view;

	private final BackgroundWork background;

	private final CacheRecorder recorder;

	Coalescer(FreshnessView view, BackgroundWork background, CacheRecorder recorder) {
		this.view = view;
		this.background = background;
		this.recorder = recorder;
	}

	/**
	 * Loads an entry, or joins the load that runs. Cancelling leaves the load alone.
	 * @param key the key
	 * @param load makes the load, in the context of the caller that begins it
	 * @return the entry; the error of the load
	 */
	Mono<StoredEntry> load(EntryKey key, Mono<StoredEntry> load) {
		return Mono.deferContextual((context) -> {
			Mono<StoredEntry> withContext = load.contextWrite((ignored) -> Context.of(context));
			return loadOrJoin(key, withContext, this.view.sequence());
		});
	}

	private Mono<StoredEntry> loadOrJoin(EntryKey key, Mono<StoredEntry> load, long callerSequence) {
		Flight mine = new Flight(this.view.sequence());
		Flight running = this.flights.putIfAbsent(key, mine);
		if (running == null) {
			return begin(key, load, mine);
		}
		this.recorder.coalesced(key.cache());
		Mono<StoredEntry> again = Mono.defer(() -> loadOrJoin(key, load, callerSequence));
		return running.result.asMono()
			.filter((entry) -> isAcceptable(entry, running, callerSequence))
			.switchIfEmpty(again);
	}

	private Mono<StoredEntry> begin(EntryKey key, Mono<StoredEntry> load, Flight flight) {
		boolean begun = this.background.run(load.doOnTerminate(() -> this.flights.remove(key, flight))
			.doOnSuccess(flight::succeeded)
			.doOnError(flight::failed)
			.doOnCancel(() -> abandon(key, flight)));
		if (begun) {
			return flight.result.asMono();
		}
		// No room for a load that outlives its caller: each caller carries its own.
		abandon(key, flight);
		return load;
	}

	private void abandon(EntryKey key, Flight flight) {
		this.flights.remove(key, flight);
		flight.abandoned();
	}

	private boolean isAcceptable(StoredEntry entry, Flight flight, long callerSequence) {
		return flight.begunAt >= callerSequence
				|| !this.view.changedSince(flight.begunAt, entry.key().text(), entry.tags());
	}

	/** A load that runs. */
	private static final class Flight {

		private final long begunAt;

		private final Sinks.One<StoredEntry> result = Sinks.one();

		Flight(long begunAt) {
			this.begunAt = begunAt;
		}

		void succeeded(StoredEntry entry) {
			this.result.tryEmitValue(entry);
		}

		void abandoned() {
			this.result.tryEmitEmpty();
		}

		void failed(Throwable ex) {
			this.result.tryEmitError(ex);
		}

	}

}
