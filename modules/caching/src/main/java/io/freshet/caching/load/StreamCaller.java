package io.freshet.caching.load;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.load.Coalescer.Arrival;
import io.freshet.caching.load.Flight.Slot;
import io.freshet.caching.load.StreamReader.CancelledStreamException;
import io.freshet.caching.load.StreamedFill.Hooks;
import io.freshet.caching.store.StoredEntry;

/**
 * Somebody who wants several values as they come. For one subscription.
 */
final class StreamCaller<V> {

	private final Coalescer coalescer;

	private final Slot slot;

	private final StreamedLoad<V> load;

	private final ContextView context;

	StreamCaller(Coalescer coalescer, Slot slot, StreamedLoad<V> load, ContextView context) {
		this.coalescer = coalescer;
		this.slot = slot;
		this.load = load;
		this.context = context;
	}

	Flux<V> beginOrJoin() {
		Arrival arrival = this.coalescer.arrival();
		return beginOrJoin((running) -> arrival.trusts(running) ? join(running)
				: await(running, (entry) -> arrival.sees(running, entry)));
	}

	/**
	 * Begins a load, or joins one that began after the caller did.
	 */
	private Flux<V> beginOrJoinLater() {
		return beginOrJoin(this::join);
	}

	private Flux<V> beginOrJoin(Function<Flight, Flux<V>> join) {
		Flight running = this.coalescer.running(this.slot);
		if (running != null) {
			return join.apply(running);
		}
		Flight mine = this.coalescer.newFlight();
		StreamedFill<V> fill = this.load.begin(new Hooks(() -> endWithoutEntry(mine), () -> remove(mine)));
		mine.filledBy(fill);
		running = this.coalescer.claim(this.slot, mine);
		return (running != null) ? join.apply(running) : begin(mine, fill);
	}

	private void endWithoutEntry(Flight flight) {
		remove(flight);
		flight.bringsNoEntry();
	}

	private void remove(Flight flight) {
		this.coalescer.remove(this.slot, flight);
	}

	/**
	 * Takes a place before the load runs, so that it is not without readers.
	 */
	private Flux<V> begin(Flight flight, StreamedFill<V> fill) {
		Flux<V> place = fill.join(this.context);
		return (this.coalescer.run(this.slot, this.load.around(fill.run()), flight, this.context) && place != null)
				? orAgain(place) : alone();
	}

	/**
	 * Without room for a load that outlives its caller, each caller carries its own.
	 */
	private Flux<V> alone() {
		StreamedFill<V> fill = this.load.begin(Hooks.NONE);
		Flux<V> place = Objects.requireNonNull(fill.join(this.context));
		return Flux.merge(place, this.load.around(fill.run()).onErrorComplete().thenMany(Flux.empty()));
	}

	@SuppressWarnings("unchecked")
	private Flux<V> join(Flight running) {
		// A cache has values of one type.
		StreamedFill<V> fill = (StreamedFill<V>) running.fill();
		Flux<V> place = (fill != null) ? fill.join(this.context) : null;
		return (place != null)
				? orAgain(this.coalescer.observer().read(this.slot.key().cache(), running.trace(), place))
				: await(running, (entry) -> true);
	}

	private Flux<V> await(Flight running, Predicate<StoredEntry> usable) {
		return this.coalescer.joined(this.slot, running)
			.filter(usable)
			.map(this::valuesOf)
			.switchIfEmpty(Mono.fromSupplier(() -> Flux.defer(this::beginOrJoinLater)))
			.flatMapMany(Function.identity());
	}

	private Flux<V> valuesOf(StoredEntry entry) {
		ReadThrough.record(entry, this.context);
		return this.load.valuesOf(entry);
	}

	/**
	 * Begins anew what was cancelled before anything was handed on.
	 */
	private Flux<V> orAgain(Flux<V> values) {
		return values.switchOnFirst((first, all) -> (first.getThrowable() instanceof CancelledStreamException)
				? Flux.defer(this::beginOrJoinLater) : all);
	}

}
