package io.freshet.caching.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseCookie;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** What is answered but never kept. */
abstract class RefusalContract extends Scene {

	@Test
	void isAnAnswerWithACookieInItsHeader() throws IOException {
		answer((ok) -> ok.header("Set-Cookie", "a=b"));

		assertNeverKept();
	}

	@Test
	void isAnAnswerWithACookieOfItsOwn() throws IOException {
		answer((ok) -> ok.cookie(ResponseCookie.from("a", "b").build()));

		assertNeverKept();
		assertThat(get(path()).header("Set-Cookie")).isEqualTo("a=b");
	}

	@Test
	void isAnAnswerThatBeginsASession() throws IOException {
		Answer first = get("/annotated/login");
		Answer second = get("/annotated/login");

		assertThat(second.cache()).isEqualTo("MISS");
		assertThat(second.header("Set-Cookie")).startsWith("SESSION=").isNotEqualTo(first.header("Set-Cookie"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-store", "private", "no-cache", "private, max-age=60" })
	void isAnAnswerThatSaysSo(String cacheControl) throws IOException {
		answer((ok) -> ok.header("Cache-Control", cacheControl));

		assertNeverKept();
		assertThat(get(path()).header("Cache-Control")).isEqualTo(cacheControl);
	}

	@Test
	void isAnAnswerToARequestThatSaysSo() throws IOException {
		things().on(path(), this::count);

		Answer unstored = get(path(), "Cache-Control: no-store");

		assertThat(unstored.cache()).isEqualTo("BYPASS");
		assertThat(get(path()).text()).isEqualTo("call 2");
	}

	@Test
	void isAnAnswerThatVariesByAnything() throws IOException {
		answer((ok) -> ok.header("Vary", "*"));

		assertNeverKept();
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 202, 203, 302, 400, 418, 500, 503 })
	void isAnAnswerOfAnotherStatus(int status) throws IOException {
		things().on(path(), (request) -> ServerResponse.status(status).bodyValue("call " + nextCall()));

		assertNeverKept();
		assertThat(get(path()).status()).isEqualTo(status);
	}

	@Test
	void isABodyThatIsTooLargeThoughItPassesWhole() throws IOException {
		things().on(path(), (request) -> ServerResponse.ok().bodyValue(nextCall() + "x".repeat(5_000)));

		assertNeverKept();
		assertThat(get(path()).body()).hasSize(5_001);
	}

	@Test
	void isAStreamThatIsTooLargeThoughItPassesWhole() throws IOException {
		things().on(path(), (request) -> ServerResponse.ok()
			.body(BodyInserters.fromDataBuffers(chunks("" + nextCall(), "x".repeat(600), "y".repeat(600)))));

		assertNeverKept();
		assertThat(get(path()).body()).hasSize(1_201);
	}

	@Test
	void isABodyThatEndsInAnError() throws IOException {
		things().on(path(),
				(request) -> ServerResponse.ok()
					.body(BodyInserters
						.fromDataBuffers(chunks("begun").concatWith(Mono.error(new IllegalStateException("lost"))))));
		WireClient other = new WireClient(port());
		assertThatIOException().isThrownBy(() -> other.exchange("GET", path()));
		other.close();
		things().on(path(), this::count);

		Answer next = get(path());

		assertThat(next.cache()).isEqualTo("MISS");
		assertThat(next.text()).isEqualTo("call 1");
	}

	@Test
	void isNotABodyThatTheClientDidNotWaitFor() throws IOException {
		Sinks.Many<DataBuffer> rest = Sinks.many().unicast().onBackpressureBuffer();
		things().on(path(), (request) -> ServerResponse.ok()
			.body(BodyInserters.fromDataBuffers(chunks("begun").concatWith(rest.asFlux()))));
		WireClient impatient = new WireClient(port());
		impatient.send(WireClient.request("GET", path()));
		assertThat(impatient.line()).endsWith("200 OK");
		impatient.close();
		things().on(path(), this::count);

		rest.tryEmitComplete();

		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(path()).cache()).isEqualTo("HIT"));
		assertThat(get(path()).text()).isEqualTo("begun");
	}

	@Test
	void isABodyThatIsForOneClientAndThatClientDidNotWaitFor() throws IOException {
		AtomicBoolean cancelled = new AtomicBoolean();
		things().on(path(),
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "no-store")
					.body(BodyInserters.fromDataBuffers(
							chunks("begun").concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true)))));
		WireClient impatient = new WireClient(port());
		impatient.send(WireClient.request("GET", path()));
		assertThat(impatient.line()).endsWith("200 OK");

		impatient.close();

		Awaitility.await().atMost(PATIENCE).untilTrue(cancelled);
	}

	@Test
	void isAnAnswerInOnePieceWhichIsAsLongAsTheServerSays() throws IOException {
		byte[] whole = "whole".getBytes(StandardCharsets.UTF_8);
		things().on(path(),
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "no-store")
					.build((exchange, context) -> exchange.getResponse()
						.writeWith(Mono.just(exchange.getResponse().bufferFactory().wrap(whole)))));

		Answer answer = get(path());

		assertThat(answer.text()).isEqualTo("whole");
		assertThat(answer.header("Content-Length")).isEqualTo("5");
		assertThat(answer.header("Transfer-Encoding")).isEmpty();
	}

	@Test
	void isAnErrorOfTheHandler() throws IOException {
		int before = controller().calls();

		Answer first = get("/annotated/fails");
		Answer second = get("/annotated/fails");

		assertThat(first.status()).isEqualTo(500);
		assertThat(first.cache()).isEqualTo("MISS");
		assertThat(second.cache()).isEqualTo("MISS");
		assertThat(controller().calls()).isEqualTo(before + 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH", "DELETE", "OPTIONS" })
	void isAnAnswerToAnotherMethodAndThatIsSaid(String method) throws IOException {
		things().on(path(), this::count);

		Answer first = client().exchange(method, path(), "Content-Length: 0");
		Answer second = client().exchange(method, path(), "Content-Length: 0");

		assertThat(first.cache()).isEqualTo("BYPASS");
		assertThat(first.header("Cache-Status")).isEqualTo("Freshet; fwd=method");
		assertThat(second.text()).isNotEqualTo(first.text());
	}

	@Test
	void isAnExcludedPathAndNothingIsSaid() throws IOException {
		things().on("/things/excluded/x", this::count);

		Answer first = get("/things/excluded/x");
		Answer second = get("/things/excluded/x");

		assertThat(first.cache()).isEmpty();
		assertThat(first.header("Cache-Status")).isEmpty();
		assertThat(second.text()).isEqualTo("call 2");
	}

}
