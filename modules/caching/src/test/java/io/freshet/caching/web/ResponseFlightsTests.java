package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;
import reactor.test.StepVerifier;

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

	/** It would be waited for by all who come later, for ever. */
	@Test
	void leavesNothingBehindIfItsClientIsGoneBeforeItBegins() {
		this.flights.register(this.first);
		AtomicBoolean asked = new AtomicBoolean();

		StepVerifier.create(this.flights.lead(this.first, Mono.never(), Mono.fromRunnable(() -> asked.set(true))), 0)
			.thenCancel()
			.verify();

		assertThat(asked).isFalse();
		assertThat(this.flights.register(this.second)).isNull();
		assertThat(this.first.arrival().block()).isInstanceOf(Arrival.Withdrawn.class);
	}

	@Test
	void goesOnIfItsClientLeavesWhenItHasBegun() {
		this.flights.register(this.first);

		this.flights.lead(this.first, this.first.ended(), this.gate.asMono()).subscribe().dispose();

		assertThat(this.first.isDeserted()).isTrue();
		assertThat(this.flights.register(this.second)).isSameAs(this.first);
	}

	@Test
	void isNotBegunWhenItWasTakenBack() {
		this.flights.register(this.first);
		this.flights.withdraw(this.first);

		AtomicBoolean asked = new AtomicBoolean();
		this.flights.begin(this.first, Mono.fromRunnable(() -> asked.set(true)));

		assertThat(asked).isFalse();
	}

	@Test
	void isNotTakenBackWhenItHasBegun() {
		this.flights.register(this.first);
		this.flights.begin(this.first, this.gate.asMono());

		this.flights.withdraw(this.first);

		assertThat(this.flights.register(this.second)).isSameAs(this.first);
	}

	/** Who wants the whole of it waits, as that may be there at once. */
	@Test
	void isNeitherJoinedNorWaitedForWhenItHasOutgrownWhatIsKept() {
		this.flights.register(this.first);
		this.flights.begin(this.first, Mono.<Void>fromRunnable(this.first::outgrown).then(this.gate.asMono()));

		assertThat(this.flights.register(this.second)).isNull();
		StepVerifier.create(this.first.complete()).verifyComplete();
	}

	private static StoredResponse response() {
		return new StoredResponse(200, List.of(), Map.of(), Instant.EPOCH, Instant.EPOCH, ByteBuffer.allocate(0));
	}

}
