package io.freshet.caching.load;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.load.Flight.Slot;
import io.freshet.caching.store.CacheObserver;
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
 * <p>
 * Of a load that emits several values those who may join for the first reason get each
 * one as it comes. For the second the tags have to be known, and they are when the load
 * has ended.
 */
final class Coalescer {

	private final ConcurrentMap<Slot, Flight> flights = new ConcurrentHashMap<>();

	private final FreshnessView view;

	private final BackgroundWork background;

	private final CacheRecorder recorder;

	private final CacheObserver observer;

	Coalescer(FreshnessView view, BackgroundWork background, CacheRecorder recorder, CacheObserver observer) {
		this.view = view;
		this.background = background;
		this.recorder = recorder;
		this.observer = observer;
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
			Arrival arrival = arrival();
			return beginOrJoin(slot, load, context,
					(running) -> joined(slot, running).filter((entry) -> arrival.sees(running, entry))
						.switchIfEmpty(Mono.defer(() -> beginOrJoinLater(slot, load, context))));
		});
	}

	/**
	 * Begins a load, or joins one that began after the caller did.
	 */
	private Mono<StoredEntry> beginOrJoinLater(Slot slot, Mono<StoredEntry> load, ContextView context) {
		return beginOrJoin(slot, load, context, (running) -> joined(slot, running)
			.switchIfEmpty(Mono.defer(() -> beginOrJoinLater(slot, load, context))));
	}

	Mono<StoredEntry> joined(Slot slot, Flight running) {
		return this.observer.join(slot.key().cache(), running.trace(), running.result());
	}

	private Mono<StoredEntry> beginOrJoin(Slot slot, Mono<StoredEntry> load, ContextView context,
			Function<Flight, Mono<StoredEntry>> join) {
		Flight mine = newFlight();
		Flight running = claim(slot, mine);
		if (running != null) {
			return join.apply(running);
		}
		Mono<StoredEntry> withContext = load.contextWrite((ignored) -> Context.of(context));
		// Without room for a load that outlives its caller, each caller carries its own.
		return run(slot, load, mine, context) ? mine.result() : withContext;
	}

	/**
	 * Loads an entry of several values, or joins the load that runs, and hands the values
	 * on as they come. Cancelling leaves the load alone, as long as what it brings is to
	 * be kept.
	 * @param key the key
	 * @param kind what the caller can use; loads of different kinds do not meet
	 * @param load makes the load, in the context of the caller that begins it
	 * @return the values; the error of the load
	 */
	<V> Flux<V> stream(EntryKey key, EntryKind kind, StreamedLoad<V> load) {
		return Flux
			.deferContextual((context) -> new StreamCaller<>(this, new Slot(key, kind), load, context).beginOrJoin());
	}

	/**
	 * Loads several entries with one load, but for those that are being loaded already,
	 * whose loads are joined.
	 * @param keys the keys
	 * @param kind what the caller can use
	 * @param load makes the load of the keys that are left to it, in the context of the
	 * caller, and brings an entry for each
	 * @return the entries of all keys; the error of any of the loads
	 */
	Flux<StoredEntry> loadAll(Set<EntryKey> keys, EntryKind kind, Function<Set<EntryKey>, Flux<StoredEntry>> load) {
		return Flux.deferContextual((context) -> new BatchCaller(this, kind, load, context).beginOrJoin(keys));
	}

	/**
	 * Begins a load that nobody waits for, unless one of its key runs already. Whoever
	 * comes meanwhile may join it as any other.
	 * @param key the key
	 * @param kind what the load brings if there is a value
	 * @param load makes the load
	 * @param context the context of the load
	 * @return whether it was begun
	 */
	boolean refresh(EntryKey key, EntryKind kind, Mono<StoredEntry> load, ContextView context) {
		Slot slot = new Slot(key, kind);
		Flight mine = newFlight();
		return claimQuietly(slot, mine) && run(slot, load, mine, context);
	}

	/**
	 * Begins a load of several entries that nobody waits for, but for those that are
	 * being loaded already.
	 * @param keys the keys
	 * @param kind what the load brings if there is a value
	 * @param load makes the load of the keys that are left to it
	 * @param context the context of the load
	 * @return the number of entries that it loads
	 */
	int refreshAll(Set<EntryKey> keys, EntryKind kind, Function<Set<EntryKey>, Flux<StoredEntry>> load,
			ContextView context) {
		return new BatchCaller(this, kind, load, context).refresh(keys);
	}

	/**
	 * Notes what a caller knows when it comes, by which is told what it may be handed.
	 */
	Arrival arrival() {
		return new Arrival(this.view.isCurrent(), this.view.sequence());
	}

	Flight newFlight() {
		return new Flight(this.view.sequence());
	}

	@Nullable Flight running(Slot slot) {
		Flight running = this.flights.get(slot);
		if (running != null) {
			this.recorder.coalesced(slot.key().cache());
		}
		return running;
	}

	/**
	 * Claims a load, to be run at once.
	 * @return the load that runs already, which is joined; null if there is none
	 */
	@Nullable Flight claim(Slot slot, Flight flight) {
		Flight running = this.flights.putIfAbsent(slot, flight);
		if (running != null) {
			this.recorder.coalesced(slot.key().cache());
		}
		return running;
	}

	/**
	 * Claims a load that nobody waits for, to be run at once.
	 * @return whether there is none
	 */
	boolean claimQuietly(Slot slot, Flight flight) {
		return this.flights.putIfAbsent(slot, flight) == null;
	}

	boolean run(Slot slot, Mono<StoredEntry> load, Flight flight, ContextView context) {
		Mono<StoredEntry> observed = this.observer.load(slot.key().cache(), flight.trace(), load)
			.contextWrite((ignored) -> Context.of(context));
		return run(observed.doOnTerminate(() -> remove(slot, flight))
			.doOnSuccess(flight::succeeded)
			.doOnError(flight::failed), () -> abandon(slot, flight));
	}

	/**
	 * Runs a load in the background.
	 * @param load the load
	 * @param abandon what to do if it is not begun, or cancelled
	 * @return whether it was begun
	 */
	boolean run(Mono<?> load, Runnable abandon) {
		boolean begun = this.background.run(load.doOnCancel(abandon));
		if (!begun) {
			abandon.run();
		}
		return begun;
	}

	CacheObserver observer() {
		return this.observer;
	}

	void remove(Slot slot, Flight flight) {
		this.flights.remove(slot, flight);
	}

	void abandon(Slot slot, Flight flight) {
		remove(slot, flight);
		flight.abandoned();
	}

	/** What a caller knew when it came. */
	final class Arrival {

		private final boolean current;

		private final long sequence;

		private Arrival(boolean current, long sequence) {
			this.current = current;
			this.sequence = sequence;
		}

		/**
		 * Returns whether a load saw all that the caller knew, so that it may be handed
		 * whatever the load brings, and before its tags are known.
		 */
		boolean trusts(Flight flight) {
			return this.current && flight.begunAt() >= this.sequence;
		}

		/**
		 * Returns whether the caller may be handed what a load brought.
		 */
		boolean sees(Flight flight, StoredEntry entry) {
			FreshnessView view = Coalescer.this.view;
			return trusts(flight)
					|| (view.isCurrent() && !view.changedSince(flight.begunAt(), entry.keyText(), entry.tags()));
		}

	}

}
