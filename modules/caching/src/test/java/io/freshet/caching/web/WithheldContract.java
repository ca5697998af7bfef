package io.freshet.caching.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fields that {@code private} and {@code no-cache} name (RFC 9111, sections 5.2.2.4 and
 * 5.2.2.7): for the client that the handler was asked for, and for nobody after it.
 */
abstract class WithheldContract extends Scene {

	private final Sinks.Empty<Void> gate = Sinks.empty();

	/** With a cookie for each call, in one piece or in several. */
	private Mono<ServerResponse> cookie(ServerRequest request, String directive) {
		int call = nextCall();
		BodyInserter<?, ? super ServerHttpResponse> body = request.path().endsWith("/pieces")
				? BodyInserters.fromDataBuffers(chunks("call ", "" + call)) : BodyInserters.fromValue("call " + call);
		return ServerResponse.ok()
			.header("Cache-Control", "max-age=10, " + directive)
			.header("Set-Cookie", "session=" + call)
			.header("X-Same", "same")
			.eTag("v1")
			.body(body);
	}

	@ParameterizedTest
	@ValueSource(strings = { "private=\"Set-Cookie\"", "no-cache=\"set-cookie\"" })
	void areSentToWhomTheyAreFor(String directive) throws IOException {
		for (String body : List.of("/piece", "/pieces")) {
			String target = path("standard") + "/" + directive.hashCode() + body;
			things().on(target, (request) -> cookie(request, directive));

			Answer first = get(target);
			Answer hit = get(target);

			assertThat(first.header("Cache-Status")).endsWith("stored");
			assertThat(first.header("Set-Cookie")).isEqualTo("session=" + calls());
			assertThat(first.header("X-Same")).isEqualTo("same");
			assertThat(first.header("Date")).isNotEmpty();
			assertThat(hit.cache()).isEqualTo("HIT");
			assertThat(hit.header("Set-Cookie")).isEmpty();
			assertThat(hit.header("X-Same")).isEqualTo("same");
			assertThat(hit.text()).isEqualTo(first.text()).isEqualTo("call " + calls());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/piece", "/pieces" })
	void areSentToWhomTheyAreForIfItHasTheBodyAlready(String body) throws IOException {
		String target = path("standard") + body;
		things().on(target, (request) -> cookie(request, "private=\"Set-Cookie\""));

		Answer first = get(target, "If-None-Match: \"v1\"");

		assertThat(first.status()).isEqualTo(304);
		assertThat(first.header("Set-Cookie")).isEqualTo("session=1");
		assertThat(get(target).header("Set-Cookie")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/piece", "/pieces" })
	void areNotSentToWhoWaitedForTheSame(String body) throws IOException {
		String target = path("standard") + body;
		things().on(target, (request) -> {
			Mono<ServerResponse> answer = cookie(request, "private=\"Set-Cookie\"");
			return this.gate.asMono().then(answer);
		});
		WireClient first = asking("GET", target);
		awaitCalls(1);
		long waited = waited();
		List<WireClient> crowd = crowd(5, target);
		crowd.add(asking("GET", target, "If-None-Match: \"v1\""));
		awaitWaiting(waited + 6);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		assertThat(first.read("GET").header("Set-Cookie")).isEqualTo("session=1");
		for (WireClient one : crowd) {
			Answer joined = one.read("GET");
			assertThat(joined.header("Cache-Status")).endsWith("collapsed");
			assertThat(joined.header("Set-Cookie")).isEmpty();
		}
		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void areSentToWhomAPostIsAnsweredFor() throws IOException {
		String target = path("standard");
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=60, private=\"Set-Cookie\"")
					.header("Content-Location", target)
					.header("Set-Cookie", "session=" + nextCall())
					.bodyValue("posted"));

		Answer posted = client().exchange("POST", target, "Content-Length: 0");
		Answer hit = get(target);

		assertThat(posted.header("Set-Cookie")).isEqualTo("session=1");
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.header("Set-Cookie")).isEmpty();
	}

	@Test
	void areNotKeptOfAValidationButSentToWhomTheyAreFor() throws IOException {
		String target = path("standard");
		things().on(target, this::validatedWithACookie);
		get(target);
		clock().advance(Duration.ofSeconds(20));
		WireClient first = asking("GET", target);
		awaitCalls(2);
		long waited = waited();
		WireClient second = asking("GET", target);
		awaitWaiting(waited + 1);

		this.gate.emitEmpty(EmitFailureHandler.FAIL_FAST);

		Answer validated = first.read("GET");
		assertThat(validated.cache()).isEqualTo("REVALIDATED");
		assertThat(validated.header("Set-Cookie")).isEqualTo("session=2");
		assertThat(validated.header("X-New")).isEqualTo("new");
		Answer joined = second.read("GET");
		assertThat(joined.header("Cache-Status")).endsWith("collapsed");
		assertThat(joined.header("Set-Cookie")).isEmpty();
		Answer hit = get(target);
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.header("Set-Cookie")).isEmpty();
		assertThat(hit.header("X-New")).isEqualTo("new");
	}

	private Mono<ServerResponse> validatedWithACookie(ServerRequest request) {
		int call = nextCall();
		if (request.headers().header("If-None-Match").isEmpty()) {
			return ServerResponse.ok().header("Cache-Control", "max-age=10").eTag("v1").bodyValue("call " + call);
		}
		return this.gate.asMono()
			.then(ServerResponse.status(304)
				.header("Cache-Control", "max-age=10, private=\"Set-Cookie\"")
				.header("Set-Cookie", "session=" + call)
				.header("X-New", "new")
				.eTag("v1")
				.build());
	}

	@Test
	void areNotKeptOfTheAnswerToAHead() throws IOException {
		String target = path("standard");
		things().on(target, (request) -> {
			boolean head = request.method().name().equals("HEAD");
			ServerResponse.BodyBuilder ok = ServerResponse.ok().eTag("v1");
			return (head ? ok.header("Cache-Control", "max-age=10, private=\"Set-Cookie\"")
				.header("Set-Cookie", "session=head") : ok.header("Cache-Control", "max-age=10"))
				.bodyValue("call " + nextCall());
		});
		get(target);
		clock().advance(Duration.ofSeconds(20));

		Answer head = head(target);
		Answer hit = get(target);

		assertThat(head.header("Set-Cookie")).isEqualTo("session=head");
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.header("Cache-Control")).contains("private");
		assertThat(hit.header("Set-Cookie")).isEmpty();
	}

}
