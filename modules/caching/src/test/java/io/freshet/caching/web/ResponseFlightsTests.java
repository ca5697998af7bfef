package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

import io.freshet.caching.CacheKey;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.store.EntryKey;

import static org.assertj.core.api.Assertions.assertThat;

/** A request to a handler, and the next one for the same key. */
class ResponseFlightsTests {

	private static final EntryKey KEY = new EntryKey(ResponseCacheFilter.CACHE, new CacheKey("GET /"), KeptCodec.SHAPE);

	private final BackgroundWork background = new BackgroundWork(10);

	private final ResponseFlights flights = new ResponseFlights(this.background);

	private final ResponseFlight first = this.flights.flight(KEY, 0);

	private final ResponseFlight second = this.flights.flight(KEY, 0);

	private final Sinks.Empty<Void> gate = Sinks.empty();

	@AfterEach
	void close() {
		this.background.close();
	}

	@Test
	void isJoinedWhileItIsUnderWay() {
		assertThat(this.flights.register(this.first)).isNull();
		this.flights.begin(this.first, this.gate.asMono());

		assertThat(this.flights.register(this.second)).isSameAs(this.first);
		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);
		assertThat(this.flights.register(this.second)).isNull();
	}

	/** What is kept may be stale by the time when the next one asks. */
	@Test
	void isNotJoinedWhenItsAnswerIsKept() {
		this.flights.register(this.first);
		this.flights.begin(this.first,
				Mono.<Void>fromRunnable(() -> this.first.completed(response())).then(this.gate.asMono()));

		assertThat(this.flights.register(this.second)).isNull();
		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);
		assertThat(this.flights.register(this.flights.flight(KEY, 0)))
			.as("the end of the first is not that of the second")
			.isSameAs(this.second);
	}

	@Test
	void isNotJoinedWhenItFailed() {
		this.flights.register(this.first);
		this.flights.begin(this.first, Mono.error(new IllegalStateException("lost")));

		assertThat(this.flights.register(this.second)).isNull();
	}

	private static StoredResponse response() {
		return new StoredResponse(200, List.of(), Map.of(), Instant.EPOCH, Instant.EPOCH, ByteBuffer.allocate(0));
	}

}
