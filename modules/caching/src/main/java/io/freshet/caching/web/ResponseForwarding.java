package io.freshet.caching.web;

import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.StringUtils;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.http.Answer;
import io.freshet.caching.http.CacheDecision;
import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.HttpDate;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.ResponseOutcome;

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

	private static final Logger logger = LoggerFactory.getLogger(ResponseForwarding.class);

	private final ResponseStore store;

	private final ResponseFlights flights;

	private final CacheEngine engine;

	private final CacheRecorder recorder;

	private final ResponseInvalidation invalidation;

	private final HeadUpdate headUpdate;

	private final String clientCacheControl;

	ResponseForwarding(ResponseStore store, ResponseInvalidation invalidation, CacheEngine engine,
			BackgroundWork background, CacheRecorder recorder, String clientCacheControl) {
		this.store = store;
		this.invalidation = invalidation;
		this.headUpdate = new HeadUpdate(store, invalidation, engine);
		this.flights = new ResponseFlights(background);
		this.engine = engine;
		this.recorder = recorder;
		this.clientCacheControl = clientCacheControl;
	}

	/**
	 * Has a handler answer.
	 * @param asked the request
	 * @param miss why
	 * @param lookAgain looks into the cache once more
	 */
	Mono<Void> forward(AskedRequest asked, Miss miss, Mono<Void> lookAgain) {
		// What is registered is there for others to wait for, so it is done when whoever
		// is
		// to see to it has come.
		return asked.isForwardedWhole() ? Mono.deferContextual((context) -> together(asked, miss, lookAgain, context))
				: alone(asked, miss);
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
			return alone(asked, miss);
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
		Instant now = this.engine.clock().instant();
		FoundResponse near = this.store.peek(asked.key(), asked.headers(), now.toEpochMilli());
		return near != null && CacheDecision.of(asked.request(), List.of(near.response()), now,
				asked.route()) instanceof Serve serve && !serve.revalidate();
	}

	/**
	 * What is not going to be in the cache is not waited for.
	 */
	private Mono<Void> overtaken(AskedRequest asked, Miss miss, ResponseFlight running, Arrival arrival,
			Mono<Void> lookAgain) {
		return (arrival.reusable() != null) ? running.ended().onErrorComplete().then(lookAgain) : alone(asked, miss);
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
				this.invalidation, this.engine, this.recorder);
		CapturedResponse response = new CapturedResponse(asked.exchange().getResponse(), outer, receiver);
		prepare(asked, response.getHeaders());
		ForwardedExchange forwarded = new ForwardedExchange(asked.exchange(),
				ForwardedRequest.of(asked, miss.conditions()), response, asked.hidesCookies(),
				miss.validated() != null);
		receiver.watch(forwarded::beginsSession);
		logger.debug("Forwarded ({}): {}", miss.reason().token(), asked.key());
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

	/**
	 * Says first what the rest of the chain may override. Spring Security leaves a
	 * {@code Cache-Control} that is there alone.
	 */
	private void prepare(AskedRequest asked, HttpHeaders headers) {
		if (asked.isStandard()) {
			return;
		}
		headers.set(HttpHeaders.DATE, HttpDate.format(this.engine.clock().instant()));
		if (StringUtils.hasText(this.clientCacheControl)) {
			headers.setCacheControl(this.clientCacheControl);
		}
	}

	private Mono<Void> led(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival arrival) {
		if (arrival instanceof Arrival.Passing) {
			return flight.ended();
		}
		if (arrival instanceof Arrival.Failed failed) {
			StoredResponse substitute = miss.substitute(asked, this.engine.clock().instant(), failed.error());
			if (substitute != null) {
				return staleOnError(asked, substitute);
			}
			count(asked,
					CacheStatusHeaders.miss(asked.exchange().getResponse().getHeaders(), miss.status(false, false)));
			return Mono.error(failed.error());
		}
		return answered(asked, miss, flight, arrival, false);
	}

	private Mono<Void> joined(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival arrival) {
		Instant now = this.engine.clock().instant();
		StoredResponse substitute = (arrival instanceof Arrival.Failed failed)
				? miss.substitute(asked, now, failed.error())
				: (arrival instanceof Arrival.StaleOnError) ? miss.substitute(asked, now) : null;
		if (substitute != null) {
			return staleOnError(asked, substitute);
		}
		StoredResponse response = arrival.reusable();
		return (response != null && response.isFor(asked.headers())) ? answered(asked, miss, flight, arrival, true)
				: alone(asked, miss);
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
			return validated(asked, collapsed ? validated.response() : validated.received(), collapsed);
		}
		return (arrival instanceof Arrival.StaleOnError substitute) ? staleOnError(asked, substitute.response())
				: alone(asked, miss.withoutConditions());
	}

	private Mono<Void> shared(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival.Shared shared,
			boolean collapsed) {
		StoredResponse head = collapsed ? shared.response() : shared.received();
		if (asked.takesItAsItComes()) {
			ServerHttpResponse response = asked.exchange().getResponse();
			Flux<byte[]> body = shared.body().tryRead();
			if (body == null) {
				return alone(asked, miss.withoutConditions());
			}
			count(asked, CacheStatusHeaders.miss(response.getHeaders(), miss.status(true, collapsed)));
			return ResponseWriter.write(response, head, body);
		}
		return kept(asked, miss, flight, head.headers(), collapsed);
	}

	private Mono<Void> whole(AskedRequest asked, Miss miss, ResponseFlight flight, Arrival.Whole whole,
			boolean collapsed) {
		StoredResponse answer = collapsed ? whole.response() : whole.received();
		if (asked.takesItAsItComes()) {
			ServerHttpResponse response = asked.exchange().getResponse();
			count(asked, CacheStatusHeaders.miss(response.getHeaders(), miss.status(whole.isKept(), collapsed)));
			return ResponseWriter.writeWhole(response, answer);
		}
		return kept(asked, miss, flight, answer.headers(), collapsed);
	}

	/**
	 * Waits for the end of a flight: what is answered is not, or not all of, its body.
	 */
	private Mono<Void> kept(AskedRequest asked, Miss miss, ResponseFlight flight, List<HeaderField> headers,
			boolean collapsed) {
		ServerHttpResponse response = asked.exchange().getResponse();
		return flight.complete().flatMap((kept) -> {
			StoredResponse whole = kept.with(headers, kept.requestedAt(), kept.receivedAt());
			count(asked, CacheStatusHeaders.miss(response.getHeaders(), miss.status(true, collapsed)));
			return ResponseWriter.write(asked.request(), response, Answer.to(asked.request(), whole)).thenReturn(true);
		}).switchIfEmpty(Mono.defer(() -> alone(asked, miss.withoutConditions()).thenReturn(true))).then();
	}

	private Mono<Void> validated(AskedRequest asked, StoredResponse response, boolean collapsed) {
		count(asked, CacheStatusHeaders.validated(asked.exchange().getResponse().getHeaders(), collapsed));
		return ResponseWriter.write(asked.request(), asked.exchange().getResponse(),
				Answer.to(asked.request(), response));
	}

	private Mono<Void> staleOnError(AskedRequest asked, StoredResponse response) {
		Instant now = this.engine.clock().instant();
		count(asked, CacheStatusHeaders.staleOnError(asked.exchange().getResponse().getHeaders(),
				response.freshness(asked.route()), response.receivedAt(), now));
		return ResponseWriter.write(asked.request(), asked.exchange().getResponse(),
				Answer.to(asked.request(), response));
	}

	private void count(AskedRequest asked, ResponseOutcome told) {
		this.recorder.response(asked.routeName(), told);
	}

	/**
	 * Passes a request on for its client alone, who gets something stale, if there is
	 * any, should that fail.
	 */
	private Mono<Void> alone(AskedRequest asked, Miss miss) {
		return Mono.defer(() -> {
			StoredResponse stale = miss.substitute(asked, this.engine.clock().instant());
			ServerHttpResponse client = asked.exchange().getResponse();
			if (stale == null) {
				return passedOn(asked, miss, client);
			}
			SubstitutingResponse answer = new SubstitutingResponse(client, HttpHeaders.copyOf(client.getHeaders()),
					() -> staleOnError(asked, stale));
			return passedOn(asked, miss, answer).onErrorResume(answer::failed);
		});
	}

	private Mono<Void> passedOn(AskedRequest asked, Miss miss, ServerHttpResponse response) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			this.headUpdate.follow(asked, miss.found(), response);
			prepare(asked, response.getHeaders());
			CacheStatus status = miss.status(false, false);
			ResponseOutcome told = CacheStatusHeaders.miss(response.getHeaders(), status);
			response.beforeCommit(() -> Mono.fromRunnable(
					() -> count(asked, CacheStatusHeaders.ofParts(response.getHeaders(), status, told, dependencies))));
			return asked.chain()
				.filter(new KeyedExchange(asked.exchange(), ForwardedRequest.alone(asked), response,
						asked.hidesCookies()))
				.contextWrite(dependencies::into);
		});
	}

}
