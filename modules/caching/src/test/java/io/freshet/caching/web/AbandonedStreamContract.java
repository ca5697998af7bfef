package io.freshet.caching.web;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.PooledDataBuffer;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that are not taken to their end. What waits in them is released, as
 * {@link NoLeaks} sees when all of these are done.
 */
abstract class AbandonedStreamContract extends Scene {

	/** The last one is kept until it turns out to be too large. */
	@ParameterizedTest
	@ValueSource(strings = { "no-store", "private", "max-age=60" })
	void endWhenTheirClientLeaves(String cacheControl) throws IOException {
		String target = path("standard") + "/" + cacheControl.hashCode();
		AtomicBoolean cancelled = new AtomicBoolean();
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", cacheControl)
					.body(BodyInserters.fromDataBuffers(endless().doOnCancel(() -> cancelled.set(true)))));
		WireClient client = asking("GET", target);
		assertThat(client.head().status()).isEqualTo(200);
		assertThat(client.chunk()).hasSize(1000);

		client.close();

		Awaitility.await().atMost(PATIENCE).untilTrue(cancelled);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1500, 4500 })
	void endWhenTheyAreLongerThanTheyAreSaidToBe(long length) throws IOException {
		AtomicBoolean cancelled = new AtomicBoolean();
		String target = path("standard") + "/" + length;
		things().on(target,
				(request) -> ServerResponse.ok()
					.contentLength(length)
					.header("Cache-Control", "max-age=60")
					.body(BodyInserters.fromDataBuffers(endless().doOnCancel(() -> cancelled.set(true)))));

		String came = asking("GET", target).untilItEnds();

		assertThat(came).startsWith("HTTP/1.1 200");
		Awaitility.await().atMost(PATIENCE).untilTrue(cancelled);
	}

	/** What nobody has taken by then is released. */
	@Test
	void releaseWhatIsBehindTheirEnd() throws IOException {
		List<DataBuffer> made = List.of(NoLeaks.buffer("1234"), NoLeaks.buffer("5678"), NoLeaks.buffer("9012"));
		Sinks.Many<DataBuffer> pieces = Sinks.many().unicast().onBackpressureBuffer();
		made.forEach((piece) -> pieces.emitNext(piece, EmitFailureHandler.FAIL_FAST));
		String target = path("standard");
		things().on(target,
				(request) -> ServerResponse.ok()
					.contentLength(6)
					.header("Cache-Control", "max-age=60")
					.body(BodyInserters.fromDataBuffers(pieces.asFlux())));

		asking("GET", target).untilItEnds();

		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(made).noneMatch((piece) -> ((PooledDataBuffer) piece).isAllocated()));
	}

	/**
	 * More than anybody takes at once, so that some wait behind what was taken. Not for
	 * another thread: a task that has not begun when its worker goes releases nothing.
	 */
	private static Flux<DataBuffer> endless() {
		return Flux.<DataBuffer>generate((sink) -> sink.next(NoLeaks.buffer("x".repeat(1000))))
			.publishOn(Schedulers.immediate());
	}

}
