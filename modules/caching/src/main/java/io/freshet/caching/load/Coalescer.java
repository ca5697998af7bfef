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
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * Lets one load serve all who ask for its key while it runs.
 * <p>
 * Whoever joins a load that began earlier may have begun to read after a change that the
 * load has not seen. What a load brings is therefore handed to a joiner only if the load
 * did not begin before the joiner, by the number of the last invalidation that a current
 * view knew, or if nothing that concerns the entry was invalidated since it began.
 * Otherwise the joiner asks again: any load that it then starts or joins began after it.
 */
final class Coalescer {

	private final ConcurrentMap<Slot, Flight> flights = new ConcurrentHashMap<>();

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
	 * @param kind what the caller can use if there is a value; loads of different kinds
	 * do not meet
	 * @param load makes the load, in the context of the caller that begins it
	 * @return the entry; the error of the load
	 */
	Mono<StoredEntry> load(EntryKey key, EntryKind kind, Mono<StoredEntry> load) {
		return Mono.deferContextual((context) -> {
			Slot slot = new Slot(key, kind);
			Mono<StoredEntry> withContext = load.contextWrite((ignored) -> Context.of(context));
			boolean current = this.view.isCurrent();
			long sequence = this.view.sequence();
			return beginOrJoin(slot, withContext,
					(running) -> running.result.asMono()
						.filter((entry) -> isSeenBy(running, entry, current, sequence))
						.switchIfEmpty(Mono.defer(() -> beginOrJoinLater(slot, withContext))));
		});
	}

	/**
	 * Begins a load, or joins one that began after the caller did.
	 */
	private Mono<StoredEntry> beginOrJoinLater(Slot slot, Mono<StoredEntry> load) {
		return beginOrJoin(slot, load,
				(running) -> running.result.asMono().switchIfEmpty(Mono.defer(() -> beginOrJoinLater(slot, load))));
	}

	private Mono<StoredEntry> beginOrJoin(Slot slot, Mono<StoredEntry> load, Function<Flight, Mono<StoredEntry>> join) {
		Flight mine = new Flight(this.view.sequence());
		Flight running = this.flights.putIfAbsent(slot, mine);
		if (running == null) {
			return begin(slot, load, mine);
		}
		this.recorder.coalesced(slot.key().cache());
		return join.apply(running);
	}

	/**
	 * Begins a load that nobody waits for, unless one of its key runs already. Whoever
	 * comes meanwhile may join it as any other.
	 * @param key the key
	 * @param kind what the load brings if there is a value
	 * @param load makes the load
	 * @return whether it was begun
	 */
	boolean refresh(EntryKey key, EntryKind kind, Mono<StoredEntry> load) {
		Slot slot = new Slot(key, kind);
		Flight mine = new Flight(this.view.sequence());
		return this.flights.putIfAbsent(slot, mine) == null && run(slot, load, mine);
	}

	private Mono<StoredEntry> begin(Slot slot, Mono<StoredEntry> load, Flight flight) {
		// Without room for a load that outlives its caller, each caller carries its own.
		return run(slot, load, flight) ? flight.result.asMono() : load;
	}

	private boolean run(Slot slot, Mono<StoredEntry> load, Flight flight) {
		boolean begun = this.background.run(load.doOnTerminate(() -> this.flights.remove(slot, flight))
			.doOnSuccess(flight::succeeded)
			.doOnError(flight::failed)
			.doOnCancel(() -> abandon(slot, flight)));
		if (!begun) {
			abandon(slot, flight);
		}
		return begun;
	}

	private void abandon(Slot slot, Flight flight) {
		this.flights.remove(slot, flight);
		flight.abandoned();
	}

	private boolean isSeenBy(Flight flight, StoredEntry entry, boolean joinedCurrent, long joinedAt) {
		return (joinedCurrent && flight.begunAt >= joinedAt)
				|| (this.view.isCurrent() && !this.view.changedSince(flight.begunAt, entry.keyText(), entry.tags()));
	}

	/** What is loaded once at a time. */
	private record Slot(EntryKey key, EntryKind kind) {
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
