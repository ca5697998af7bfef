package io.freshet.caching.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that are not fresh any more: served, replaced or validated. */
abstract class StaleContract extends Scene {

	private static final int CROWD = 30;

	private final Sinks.Empty<Void> gate = Sinks.empty();

	@Test
	void areServedAtOnceWhileOneRequestForAllRefreshesThem() throws IOException {
		String target = path("standard");
		things().on(target, (request) -> {
			int call = nextCall();
			return ((call == 1) ? Mono.<Void>empty() : this.gate.asMono()).then(ServerResponse.ok()
				.header("Cache-Control", "max-age=10, stale-while-revalidate=60")
				.header("X-Same", "same")
				.bodyValue("call " + call));
		});
		Answer first = get(target);
		clock().advance(Duration.ofSeconds(20));

		for (WireClient one : crowd(CROWD, target)) {
			Answer stale = one.read("GET");
			assertThat(stale.cache()).isEqualTo("STALE");
			assertThat(stale.text()).isEqualTo("call 1");
			assertThat(stale.header("Age")).isEqualTo("20");
		}
		assertThat(calls()).isEqualTo(2);
		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		Awaitility.await().atMost(PATIENCE).until(() -> get(target).cache().equals("HIT"));
		Answer refreshed = get(target);
		assertThat(refreshed.text()).isEqualTo("call 2");
		assertThat(calls()).isEqualTo(2);
		for (String name : List.of("Cache-Control", "Content-Type", "Content-Length", "X-Same",
				"X-Content-Type-Options")) {
			assertThat(refreshed.header(name)).as(name).isNotEmpty().isEqualTo(first.header(name));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "exception", "503", "500" })
	void areServedInPlaceOfAnErrorToAllWhoWait(String how) throws IOException {
		String target = path("standard") + "/" + how;
		things().on(target, (request) -> {
			int call = nextCall();
			return (call == 1)
					? ServerResponse.ok().header("Cache-Control", "max-age=10, stale-if-error=60").bodyValue("call 1")
					: this.gate.asMono().then(failure(how));
		});
		get(target);
		clock().advance(Duration.ofSeconds(20));
		WireClient first = asking("GET", target);
		awaitCalls(2);
		long waited = waited();
		List<WireClient> crowd = crowd(10, target);
		awaitWaiting(waited + 10);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertServedOnError(first.read("GET"));
		for (WireClient one : crowd) {
			assertServedOnError(one.read("GET"));
		}
		assertThat(calls()).isEqualTo(2);
		clock().advance(Duration.ofSeconds(60));
		assertThat(get(target).status()).as("not for ever").isEqualTo(how.equals("503") ? 503 : 500);
	}

	@ParameterizedTest
	@CsvSource({ "GET, Range: bytes=0-3", "HEAD, X-No: matter" })
	void areServedInPlaceOfAnErrorWhateverIsWantedOfThem(String method, String field) throws IOException {
		for (String how : List.of("exception", "503", "nothing but 502")) {
			String target = path("standard") + "/" + how.hashCode();
			things().on(target,
					(request) -> (nextCall() % 2 == 1) ? ServerResponse.ok()
						.header("Cache-Control", "max-age=10, stale-if-error=60")
						.header("X-Of", "first")
						.bodyValue("call 1") : failure(how));
			get(target);
			clock().advance(Duration.ofSeconds(20));

			Answer answer = client().exchange(method, target, field);

			assertThat(answer.cache()).isEqualTo("STALE");
			assertThat(answer.header("Cache-Status")).endsWith("detail=stale-if-error");
			assertThat(answer.header("X-Of")).isEqualTo("first");
			assertThat(answer.header("X-Lost")).isEmpty();
			assertThat(answer.header("Set-Cookie")).isEmpty();
			assertThat(answer.status()).isEqualTo(field.startsWith("Range") ? 206 : 200);
			assertThat(answer.text())
				.isEqualTo(method.equals("HEAD") ? "" : "call 1".substring(0, field.startsWith("Range") ? 4 : 6));
		}
	}

	/** Where the response does not say so, each says for itself what is better. */
	@Test
	void areNotServedToWhoWaitedAndDidNotAskForThem() throws IOException {
		String target = path("tenant");
		things().on(target, (request) -> {
			int call = nextCall();
			return (call == 1)
					? ServerResponse.ok().header("Cache-Control", "max-age=60").eTag("v1").bodyValue("call 1")
					: this.gate.asMono().then(failure("503"));
		});
		get(target);
		clock().advance(Duration.ofMinutes(6));
		WireClient first = asking("GET", target, "Cache-Control: stale-if-error=90");
		awaitCalls(2);
		long waited = waited();
		WireClient second = asking("GET", target);
		awaitWaiting(waited + 1);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertServedOnError(first.read("GET"));
		assertThat(second.read("GET").status()).isEqualTo(503);
	}

	/** There is nothing any more, which is an answer. */
	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD" })
	void areNotServedInPlaceOfAnExceptionThatSaysOtherwise(String method) throws IOException {
		for (Exception ex : List.of(new ResponseStatusException(HttpStatus.NOT_FOUND), new GoneException())) {
			String target = path("standard") + "/" + ex.getClass().getSimpleName();
			things().on(target,
					(request) -> (nextCall() % 2 == 1)
							? ServerResponse.ok().header("Cache-Control", "max-age=10, stale-if-error=60").build()
							: Mono.error(ex));
			get(target);
			clock().advance(Duration.ofSeconds(20));

			assertThat(client().exchange(method, target).status()).isEqualTo((ex instanceof GoneException) ? 410 : 404);
		}
	}

	@ResponseStatus(HttpStatus.GONE)
	private static final class GoneException extends RuntimeException {

	}

	private static Mono<ServerResponse> failure(String how) {
		if (how.startsWith("nothing")) {
			return ServerResponse.status(502).header("X-Lost", "lost").build();
		}
		return how.equals("exception") ? Mono.error(new IllegalStateException("lost"))
				: ServerResponse.status(Integer.parseInt(how))
					.header("X-Lost", "lost")
					.cookie(ResponseCookie.from("lost", "lost").build())
					.body(BodyInserters.fromDataBuffers(chunks("lost")));
	}

	private static void assertServedOnError(Answer answer) {
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.cache()).isEqualTo("STALE");
		assertThat(answer.header("Cache-Status")).endsWith("detail=stale-if-error");
		assertThat(answer.text()).isEqualTo("call 1");
	}

	@ParameterizedTest
	@CsvSource({ "tagged, 'If-None-Match: \"v1\"'", "dated, 'If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT'" })
	void areValidatedByAnAnnotatedHandlerThatChecksConditions(String kind, String ofTheClient) throws IOException {
		String target = "/annotated/standard/" + kind;
		Answer first = get(target);
		clock().advance(Duration.ofSeconds(20));

		Answer validated = get(target);
		Answer hit = get(target);
		clock().advance(Duration.ofSeconds(20));
		Answer conditional = get(target, ofTheClient);

		assertThat(validated.status()).isEqualTo(200);
		assertThat(validated.cache()).isEqualTo("REVALIDATED");
		assertThat(validated.text()).isEqualTo(first.text());
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.text()).isEqualTo(first.text());
		assertThat(conditional.status()).isEqualTo(304);
		assertThat(conditional.cache()).isEqualTo("REVALIDATED");
		assertThat(get(target).text()).isEqualTo(first.text());
	}

	@Test
	void areValidatedOnceForAllWhoWait() throws IOException {
		String target = path("standard");
		things().on(target, (request) -> validated(request, "max-age=10"));
		get(target);
		clock().advance(Duration.ofSeconds(20));
		WireClient first = asking("GET", target);
		awaitCalls(2);
		long waited = waited();
		List<WireClient> crowd = crowd(CROWD, target);
		WireClient conditional = asking("GET", target, "If-None-Match: \"v1\"");
		awaitWaiting(waited + CROWD + 1);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(first.read("GET").text()).isEqualTo("call 1");
		for (WireClient one : crowd) {
			Answer answer = one.read("GET");
			assertThat(answer.cache()).isEqualTo("REVALIDATED");
			assertThat(answer.text()).isEqualTo("call 1");
		}
		assertThat(conditional.read("GET").status()).isEqualTo(304);
		assertThat(calls()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "private", "no-store" })
	void areForOneAloneIfTheValidationSaysSo(String cacheControl) throws IOException {
		String target = path("standard") + "/" + cacheControl;
		things().on(target, (request) -> validated(request, cacheControl));
		get(target);
		clock().advance(Duration.ofSeconds(20));
		WireClient first = asking("GET", target);
		awaitCalls(2);
		long waited = waited();
		WireClient second = asking("GET", target);
		awaitWaiting(waited + 1);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(first.read("GET").header("Set-Cookie")).isEqualTo("session=2");
		assertThat(second.read("GET").header("Set-Cookie")).isNotEqualTo("session=2");
	}

	/**
	 * Fresh for ten seconds at first; what the validation says is for the test to decide.
	 */
	private Mono<ServerResponse> validated(ServerRequest request, String later) {
		int call = nextCall();
		if (request.headers().header("If-None-Match").isEmpty()) {
			return ServerResponse.ok().header("Cache-Control", "max-age=10").eTag("v1").bodyValue("call " + call);
		}
		return this.gate.asMono()
			.then(ServerResponse.status(304)
				.header("Cache-Control", later)
				.header("Set-Cookie", "session=" + call)
				.eTag("v1")
				.build());
	}

	@Test
	void areMadeFreshByWhatAHeadSaysOfThem() throws IOException {
		String target = path("standard");
		answer(target, (ok) -> ok.header("Cache-Control", "max-age=10").eTag("v1"));
		get(target);
		clock().advance(Duration.ofSeconds(20));

		Answer head = head(target);

		assertThat(head.cache()).isEqualTo("MISS");
		assertThat(get(target).cache()).isEqualTo("HIT");
		assertThat(get(target).text()).isEqualTo("call 1");
	}

	@Test
	void areNotMadeFreshByWhatAHeadSaysToOneWhoHasAnother() throws IOException {
		String target = path("standard");
		things().on(target,
				(request) -> request.headers().header("If-None-Match").contains("\"v2\"")
						? ServerResponse.status(304).header("Cache-Control", "max-age=10").build()
						: ServerResponse.ok().header("Cache-Control", "max-age=10").eTag("v1").bodyValue("old"));
		get(target);
		clock().advance(Duration.ofSeconds(20));

		head(target, "If-None-Match: \"v2\"");

		assertThat(get(target).cache()).isNotEqualTo("HIT");
	}

	@Test
	void areNotTouchedByAHeadWithAParameterThatIsNotPartOfTheKey() throws IOException {
		String target = path("listed");
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=10")
					.header("X-Echo", String.valueOf(request.uri().getRawQuery()))
					.eTag("v1")
					.bodyValue("call " + nextCall()));
		get(target + "?page=1");
		clock().advance(Duration.ofSeconds(20));

		head(target + "?page=1&utm=evil");
		Answer victim = get(target + "?page=1");

		assertThat(victim.header("X-Echo")).isEqualTo("page=1");
	}

}
