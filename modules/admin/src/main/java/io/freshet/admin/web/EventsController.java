package io.freshet.admin.web;

import java.time.Duration;
import java.time.Instant;

import io.freshet.admin.AdministratorSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * What happens, as it happens; what the documentation says of it is in
 * {@link EventsDocumentation}.
 */
@RestController
@RequestMapping(CacheController.PATH)
class EventsController implements EventsDocumentation {

	static final String INTERVAL = "interval";

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private final CacheEvents events;

	private final ObjectProvider<AdministratorSession> session;

	EventsController(CacheEvents events, ObjectProvider<AdministratorSession> session) {
		this.events = events;
		this.session = session;
	}

	@Override
	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	public ResponseEntity<Flux<ServerSentEvent<Object>>> events(ServerWebExchange exchange) {
		Duration interval = QueryParameters.of(exchange.getRequest(), INTERVAL)
			.parsed(INTERVAL, EventsController::interval, "a time from 1s to 60s in whole seconds, such as 5s");
		return EventStreams.of(this.events.watch((interval != null) ? interval : SHORTEST, end(exchange)));
	}

	private static Duration interval(String text) {
		if (!text.matches("\\d{1,2}s")) {
			throw new IllegalArgumentException(text);
		}
		Duration interval = Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
		if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(text);
		}
		return interval;
	}

	/** Nobody watches for longer than they would be let in. */
	private Mono<?> end(ServerWebExchange exchange) {
		AdministratorSession known = this.session.getIfAvailable();
		Mono<Instant> ends = (known != null) ? known.endsAt(exchange) : Mono.empty();
		return ends.flatMap((at) -> Mono.delay(Duration.between(Instant.now(), at))).switchIfEmpty(Mono.never());
	}

}
