package io.freshet.caching.web;

import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.http.Answer;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.CacheRecorder;

/**
 * Has handlers answer what the cache cannot.
 * <p>
 * Requests for one key that come while one is on its way wait for its head, or for all of
 * a body that comes in one piece. If the response is going to be kept, its body goes to
 * all of them while it comes; if not, each goes its own way at once. A request that came
 * after a change which the one under way may not have seen waits for that one to end and
 * looks again.
 */
final class ResponseForwarding {

	private final ResponseStore store;

	private final ResponseFlights flights;

	private final CacheEngine engine;

	private final CacheRecorder recorder;

	private final ResponseInvalidation invalidation;

	private final StatusTeller teller;

	private final ResponseWriter writer;

	private final HeadDefaults heads;

	private final LoneForwarding lone;

	ResponseForwarding(ResponseStore store, ResponseInvalidation invalidation, CacheEngine engine,
			BackgroundWork background, CacheRecorder recorder, StatusTeller teller, ResponseWriter writer,
			String clientCacheControl) {
		this.store = store;
		this.invalidation = invalidation;
		this.flights = new ResponseFlights(background);
		this.engine = engine;
		this.recorder = recorder;
		this.teller = teller;
		this.writer = writer;
		this.heads = new HeadDefaults(engine.clock(), clientCacheControl);
		this.lone = new LoneForwarding(this.heads, new HeadUpdate(store, invalidation, engine), engine.clock(), teller,
				writer);
	}

	/**
	 * Has a handler answer.
	 * @param asked the request
	 * @param miss why
	 * @param lookAgain looks into the cache once more
	 */
	Mono<Void> forward(AskedRequest asked, Miss miss, Mono<Void> lookAgain) {
		// Others wait for what is registered, so that begins with the subscription.
		return asked.isForwardedWhole() ? Mono.deferContextual((context) -> together(asked, miss, lookAgain, context))
				: this.lone.forward(asked, miss);
	}

	private Mono<Void> together(AskedRequest asked, Miss miss, Mono<Void> lookAgain, ContextView context) {
		ResponseFlight mine = this.flights.flight(asked.key(), this.engine.view().sequence());
		ResponseFlight running = this.flights.register(mine);
		if (running == null) {
			if (asked.mayJoin() && isThereByNow(asked)) {
				this.flights.withdraw(mine);
				return lookAgain;
			}
			return lead(asked, miss, mine, context);
		}
		if (!asked.mayJoin() || !this.flights.isWorthWaiting(asked.key())) {
			return this.lone.forward(asked, miss);
		}
		this.recorder.coalesced(asked.key().cache());
		return this.engine.observer()
			.join(asked.key().cache(), running.trace(), running.arrival())
			.flatMap((arrival) -> {
				if (arrival instanceof Arrival.Withdrawn) {
					return lookAgain;
				}
				return running.isSeenBy(asked.cameAt()) ? joined(asked, miss, running, arrival)
						: overtaken(asked, miss, running, arrival, lookAgain);
			});
	}

	/**
	 * Another flight may have ended after this request was looked up and before its own
	 * was registered. What that one brought is in memory.
	 */
	private boolean isThereByNow(AskedRequest asked) {
		Instant now = now();
		FoundResponse near = this.store.peek(asked.key(), asked.headers(), now.toEpochMilli());
		return near != null && CacheDecision.of(asked.request(), List.of(near.response()), now,
				asked.route()) instanceof Serve serve && !serve.revalidate();
	}

	/**
	 * What is not going to be in the cache is not waited for.
	 */
	private Mono<Void> overtaken(AskedRequest asked, Miss miss, ResponseFlight running, Arrival arrival,
			Mono<Void> lookAgain) {
		return (arrival.reusable() != null) ? running.ended().onErrorComplete().then(lookAgain)
				: this.lone.forward(asked, miss);
	}

	/**
	 * Asks a handler for what nobody waits for.
	 * @param asked a request for it
	 * @param miss why
	 * @param outer what stood in the head of its response before the cache was asked
	 * @param context the context of the request
	 */
	void refresh(AskedRequest asked, Miss miss, HttpHeaders outer, ContextView context) {
		ResponseFlight flight = this.flights.flight(asked.key(), this.engine.view().sequence());
		if (this.flights.register(flight) == null) {
			flight.desert();
			this.recorder.refresh(asked.key().cache());
			this.flights.begin(flight, Mono.defer(() -> ask(asked, miss, flight, outer, context)));
		}
	}

	private Mono<Void> lead(AskedRequest asked, Miss miss, ResponseFlight flight, ContextView context) {
		Mono<Void> answer = flight.arrival().flatMap((arrival) -> {
			this.flights.note(asked.key(), arrival);
			return led(asked, miss, flight, arrival);
		});
		return this.flights.lead(flight, answer, Mono.defer(() -> ask(asked, miss, flight,
				HttpHeaders.copyOf(asked.exchange().getResponse().getHeaders()), context)));
	}

	private Mono<Void> ask(AskedRequest asked, Miss miss, ResponseFlight flight, HttpHeaders outer,
			ContextView context) {
		CacheDependencies dependencies = CacheDependencies.open(context);
		ResponseReceiver receiver = new ResponseReceiver(asked, miss, flight, dependencies, this.store,
				this.invalidation, this.engine, this.recorder, this.teller);
		CapturedResponse response = new CapturedResponse(asked.exchange().getResponse(), outer, receiver);
		this.heads.prepare(asked, response.getHeaders());
		ForwardedExchange forwarded = new ForwardedExchange(asked.exchange(),
				ForwardedRequest.of(asked, miss.conditions()), response, asked.hidesCookies(),
				miss.validated() != null);
		receiver.watch(forwarded::beginsSession);
		Mono<Void> handled = asked.chain()
			.filter(forwarded)
			.then(Mono.defer(response::setComplete))
			// What waits in a body that is not taken to its end.
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.doOnError((ex) -> receiver.failed());
		return this.engine.observer()
			.load(asked.key().cache(), flight.trace(), handled)
			.contextWrite((none) -> dependencies.into(none.putAll(context)));
	}

	private Mono<Void> led(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival arrival) {
		if (arrival instanceof Arrival.Passing) {
			return flight.ended();
		}
		if (arrival instanceof Arrival.Failed failed) {
			StoredResponse substitute = miss.substitute(asked, now(), failed.error());
			if (substitute != null) {
				return this.writer.writeOnError(asked, substitute, miss.status(false, false), now());
			}
			this.teller.tell(asked.exchange(), asked.request(), asked.routeName(),
					ToldStatus.miss(miss.status(false, false)));
			return Mono.error(failed.error());
		}
		return answered(asked, miss, flight, arrival, false);
	}

	private Mono<Void> joined(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival arrival) {
		Instant now = now();
		if (arrival instanceof Arrival.Failed || arrival instanceof Arrival.StaleOnError) {
			StoredResponse substitute = (arrival instanceof Arrival.Failed failed)
					? miss.substitute(asked, now, failed.error()) : miss.substitute(asked, now);
			return (substitute != null) ? this.writer.writeOnError(asked, substitute, failed(miss, arrival), now)
					: this.lone.forward(asked, miss);
		}
		StoredResponse response = arrival.reusable();
		return (response != null && response.isFor(asked.headers())) ? answered(asked, miss, flight, arrival, true)
				: this.lone.forward(asked, miss);
	}

	private Mono<Void> answered(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival arrival,
			boolean collapsed) {
		if (arrival instanceof Arrival.Shared shared) {
			return shared(asked, miss, flight, shared, collapsed);
		}
		if (arrival instanceof Arrival.Whole whole) {
			return whole(asked, miss, flight, whole, collapsed);
		}
		if (arrival instanceof Arrival.Validated validated) {
			return this.writer.writeValidated(asked, collapsed ? validated.response() : validated.received(),
					miss.status(validated.isKept(), collapsed), now());
		}
		return (arrival instanceof Arrival.StaleOnError substitute)
				? this.writer.writeOnError(asked, substitute.response(), failed(miss, arrival), now())
				: this.lone.forward(asked, miss.withoutConditions());
	}

	/** What the handler said in place of which something stale is served. */
	private static CacheStatus failed(Miss miss, Arrival arrival) {
		CacheStatus status = miss.status(false, false);
		return (arrival instanceof Arrival.StaleOnError error) ? status.withForwardStatus(error.status()) : status;
	}

	private Mono<Void> shared(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival.Shared shared,
			boolean collapsed) {
		StoredResponse head = collapsed ? shared.response() : shared.received();
		if (asked.takesItAsItComes()) {
			Flux<byte[]> body = shared.body().tryRead();
			if (body == null) {
				return this.lone.forward(asked, miss.withoutConditions());
			}
			return this.writer.writeAsItComes(asked, head, body, ToldStatus.miss(miss.status(true, collapsed)));
		}
		return kept(asked, miss, flight, head.headers(), collapsed);
	}

	private Mono<Void> whole(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival.Whole whole,
			boolean collapsed) {
		StoredResponse answer = collapsed ? whole.response() : whole.received();
		if (asked.takesItAsItComes()) {
			return this.writer.writeWhole(asked, answer, ToldStatus.miss(miss.status(whole.isKept(), collapsed)));
		}
		return kept(asked, miss, flight, answer.headers(), collapsed);
	}

	/**
	 * Waits for the end of a flight: what is answered is not, or not all of, its body.
	 */
	private Mono<Void> kept(AskedRequest asked, Miss miss, ResponseFlight flight, List<HeaderField> headers,
			boolean collapsed) {
		return flight.complete().flatMap((kept) -> {
			StoredResponse whole = kept.with(headers, kept.requestedAt(), kept.receivedAt());
			Answer answer = Answer.to(asked.request(), whole);
			CacheStatus status = miss.status(true, collapsed);
			// RFC 9211, section 2.3: what is not said is what the client gets.
			return this.writer
				.write(asked, answer, ToldStatus
					.miss((answer.status() == whole.status()) ? status : status.withForwardStatus(whole.status())))
				.thenReturn(true);
		}).switchIfEmpty(Mono.defer(() -> this.lone.forward(asked, miss.withoutConditions()).thenReturn(true))).then();
	}

	private Instant now() {
		return this.engine.clock().instant();
	}

}
