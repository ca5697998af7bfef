package io.freshet.caching.load;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import io.freshet.caching.load.Coalescer.Arrival;
import io.freshet.caching.load.Flight.Slot;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StoredEntry;

/**
 * Somebody who wants several entries at once. What others are loading is waited for, and
 * loaded with the rest of such keys if it may not be used. For one subscription.
 */
final class BatchCaller {

	private final Coalescer coalescer;

	private final EntryKind kind;

	private final Function<Set<EntryKey>, Flux<StoredEntry>> load;

	private final ContextView context;

	BatchCaller(Coalescer coalescer, EntryKind kind, Function<Set<EntryKey>, Flux<StoredEntry>> load,
			ContextView context) {
		this.coalescer = coalescer;
		this.kind = kind;
		this.load = load;
		this.context = context;
	}

	Flux<StoredEntry> beginOrJoin(Set<EntryKey> keys) {
		Arrival arrival = this.coalescer.arrival();
		return beginOrJoin(keys, arrival::sees);
	}

	private Flux<StoredEntry> beginOrJoin(Set<EntryKey> keys, BiPredicate<Flight, StoredEntry> usable) {
		Map<EntryKey, Flight> own = new LinkedHashMap<>();
		Map<EntryKey, Flight> others = new LinkedHashMap<>();
		for (EntryKey key : keys) {
			Flight mine = this.coalescer.newFlight();
			Flight running = this.coalescer.claim(new Slot(key, this.kind), mine);
			if (running == null) {
				own.put(key, mine);
			}
			else {
				others.put(key, running);
			}
		}
		return Flux.merge(begin(own), awaitOthers(others, usable))
			.collectList()
			.flatMapMany((brought) -> Flux.concat(Flux.fromIterable(brought), rest(keys, brought)));
	}

	/**
	 * Loads what was not brought, or joins loads of it that began after the caller did.
	 */
	private Flux<StoredEntry> rest(Set<EntryKey> keys, List<StoredEntry> brought) {
		Set<EntryKey> rest = new LinkedHashSet<>(keys);
		brought.forEach((entry) -> rest.remove(entry.key()));
		return rest.isEmpty() ? Flux.empty() : Flux.defer(() -> beginOrJoin(rest, (flight, entry) -> true));
	}

	private Flux<StoredEntry> begin(Map<EntryKey, Flight> own) {
		if (own.isEmpty()) {
			return Flux.empty();
		}
		// Without room for a load that outlives its caller, each caller carries its own.
		return run(own) ? await(own.values(), (flight, entry) -> true) : this.load.apply(own.keySet());
	}

	private Flux<StoredEntry> awaitOthers(Map<EntryKey, Flight> others, BiPredicate<Flight, StoredEntry> usable) {
		return Flux.fromIterable(others.entrySet())
			.flatMap((other) -> this.coalescer.joined(new Slot(other.getKey(), this.kind), other.getValue())
				.filter((entry) -> usable.test(other.getValue(), entry)), Integer.MAX_VALUE);
	}

	private static Flux<StoredEntry> await(Iterable<Flight> flights, BiPredicate<Flight, StoredEntry> usable) {
		return Flux.fromIterable(flights)
			.flatMap((flight) -> flight.result().filter((entry) -> usable.test(flight, entry)), Integer.MAX_VALUE);
	}

	/**
	 * Begins to load what nobody loads yet.
	 * @return the number of entries that are loaded now
	 */
	int refresh(Set<EntryKey> keys) {
		Map<EntryKey, Flight> own = new LinkedHashMap<>();
		for (EntryKey key : keys) {
			Flight mine = this.coalescer.newFlight();
			if (this.coalescer.claimQuietly(new Slot(key, this.kind), mine)) {
				own.put(key, mine);
			}
		}
		return (!own.isEmpty() && run(own)) ? own.size() : 0;
	}

	private boolean run(Map<EntryKey, Flight> own) {
		AtomicReference<@Nullable Object> trace = new AtomicReference<>();
		Mono<List<StoredEntry>> load = this.load.apply(own.keySet()).collectList().doFirst(() -> {
			// One load brings them all.
			own.values().forEach((flight) -> flight.trace().set(trace.get()));
		});
		Mono<List<StoredEntry>> all = this.coalescer.observer()
			.load(own.keySet().iterator().next().cache(), trace, load)
			.contextWrite((ignored) -> Context.of(this.context))
			.doOnTerminate(() -> own.forEach((key, flight) -> this.coalescer.remove(new Slot(key, this.kind), flight)))
			.doOnSuccess((entries) -> succeeded(own, entries))
			.doOnError((ex) -> own.values().forEach((flight) -> flight.failed(ex)));
		return this.coalescer.run(all,
				() -> own.forEach((key, flight) -> this.coalescer.abandon(new Slot(key, this.kind), flight)));
	}

	private static void succeeded(Map<EntryKey, Flight> own, List<StoredEntry> entries) {
		for (StoredEntry entry : entries) {
			Flight flight = own.get(entry.key());
			if (flight != null) {
				flight.succeeded(entry);
			}
		}
		own.values().forEach(Flight::bringsNoEntry);
	}

}
