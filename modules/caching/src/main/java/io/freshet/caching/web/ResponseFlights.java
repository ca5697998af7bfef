package io.freshet.caching.web;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.freshet.caching.caffeine.RecentKeys;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.store.EntryKey;

/**
 * The requests that are on their way to handlers.
 * <p>
 * Waiting for another request is a gamble: if its answer turns out to be for one client
 * alone, the time was lost. A key of which that is known is not waited for a while
 * (Varnish calls it hit-for-miss), whereas its answers are looked at as ever, so that
 * waiting begins again with the first one that can be kept.
 */
final class ResponseFlights {

	private static final Duration MEMORY = Duration.ofSeconds(30);

	private static final int MOST_REMEMBERED = 10_000;

	private final ConcurrentMap<EntryKey, ResponseFlight> running = new ConcurrentHashMap<>();

	private final RecentKeys<EntryKey> notShared = new RecentKeys<>(MEMORY, MOST_REMEMBERED);

	private final BackgroundWork background;

	ResponseFlights(BackgroundWork background) {
		this.background = background;
	}

	/**
	 * Makes a flight, which is not registered.
	 * @param key the key of the request
	 * @param begunAt the number of the last invalidation that was known
	 */
	ResponseFlight flight(EntryKey key, long begunAt) {
		return new ResponseFlight(key, begunAt, this::remove);
	}

	private void remove(ResponseFlight flight) {
		this.running.remove(flight.key(), flight);
	}

	/**
	 * Registers a flight, unless one of its key is under way.
	 * @param flight the flight
	 * @return the other one, null if there is none
	 */
	@Nullable ResponseFlight register(ResponseFlight flight) {
		return this.running.putIfAbsent(flight.key(), flight);
	}

	/**
	 * Takes a registered flight back, unless it has begun. Whoever waits for it looks
	 * again.
	 * @param flight the flight
	 */
	void withdraw(ResponseFlight flight) {
		if (flight.decide()) {
			remove(flight);
			flight.arrived(new Arrival.Withdrawn());
		}
	}

	/**
	 * Begins a registered flight as soon as its client is there to take what it brings: a
	 * handler may answer at once, and more than is kept for anybody who comes later. A
	 * client that has gone by then leaves nothing behind that others would wait for.
	 * @param flight the flight
	 * @param answer what the client is answered
	 * @param work asks the handler
	 * @return completes when the client has its answer
	 */
	Mono<Void> lead(ResponseFlight flight, Mono<Void> answer, Mono<Void> work) {
		return Mono.using(() -> flight,
				(mine) -> Mono.when(answer.doOnCancel(mine::desert), Mono.fromRunnable(() -> begin(mine, work))),
				this::withdraw);
	}

	/**
	 * Begins a registered flight, unless it was taken back.
	 * @param flight the flight
	 * @param work asks the handler
	 */
	void begin(ResponseFlight flight, Mono<Void> work) {
		if (flight.decide() && !this.background.run(flight.carrying(work))) {
			// Too much is under way for work that nobody waits for: each carries its own.
			remove(flight);
			flight.arrived(new Arrival.AskAgain());
		}
	}

	/**
	 * Takes note of whether waiting was worth while.
	 * @param key the key
	 * @param arrival what came
	 */
	void note(EntryKey key, Arrival arrival) {
		if (arrival instanceof Arrival.Passing) {
			this.notShared.add(key);
		}
		else if (arrival instanceof Arrival.Shared || arrival instanceof Arrival.Whole) {
			this.notShared.remove(key);
		}
	}

	/**
	 * Returns whether to wait for a request under way.
	 * @param key the key
	 */
	boolean isWorthWaiting(EntryKey key) {
		return !this.notShared.contains(key);
	}

}
