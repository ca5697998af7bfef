package io.freshet.caching.web;

import java.io.IOException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9110, section 9.3.3: answers to POST that are those to GET as well. */
abstract class PostContract extends Scene {

	private Answer post(String target) throws IOException {
		return client().exchange("POST", target, "Content-Length: 0");
	}

	private Mono<ServerResponse> lasting(ServerRequest request) {
		return ServerResponse.ok()
			.header("Cache-Control", "max-age=60")
			.header("Content-Location", request.path())
			.eTag("v" + nextCall())
			.bodyValue("call " + calls());
	}

	private void posts(String target, HandlerFunction<ServerResponse> handler) {
		things().on(target,
				(request) -> request.method().name().equals("POST") ? handler.handle(request) : lasting(request));
	}

	@Test
	void areKeptWhereTheySayThatTheyAreTheAnswerToAGet() throws IOException {
		String target = path("standard");
		posts(target, this::lasting);

		Answer posted = post(target);
		Answer hit = get(target);

		assertThat(posted.cache()).isEqualTo("BYPASS");
		assertThat(posted.header("Cache-Status")).isEqualTo("Freshet; fwd=method");
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.text()).isEqualTo("call 1").isEqualTo(posted.text());
		assertThat(hit.header("ETag")).isEqualTo("\"v1\"");
		assertThat(head(target).cache()).isEqualTo("HIT");
		assertThat(get(target, "If-None-Match: \"v1\"").status()).isEqualTo(304);
		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void areCountedLikeAllOthersThatPassTheCacheBy() throws IOException {
		String target = path("standard");
		posts(target, this::lasting);
		long before = told(ResponseOutcome.METHOD);

		post(target);

		assertThat(told(ResponseOutcome.METHOD)).isEqualTo(before + 1);
	}

	@Test
	void takeThePlaceOfWhatWasStored() throws IOException {
		String target = path("standard");
		posts(target, this::lasting);
		get(target);
		get(target + "?page=2");

		post(target);

		assertThat(get(target).text()).isEqualTo("call 3");
		assertThat(get(target).cache()).isEqualTo("HIT");
		assertThat(get(target + "?page=2").cache()).as("of another query").isEqualTo("MISS");
	}

	@Test
	void goWithTheNextChange() throws IOException {
		String target = path("standard");
		posts(target, this::lasting);
		post(target);
		assertThat(get(target).cache()).isEqualTo("HIT");

		client().exchange("PUT", target, "Content-Length: 0");

		assertThat(get(target).cache()).isEqualTo("MISS");
	}

	@Test
	void areNotKeptIfSomebodyElseChangedTheSameMeanwhile() throws IOException {
		String target = path("standard");
		Sinks.Empty<Void> held = Sinks.empty();
		posts(target, (request) -> lasting(request).flatMap((answer) -> held.asMono().thenReturn(answer)));
		WireClient posting = asking("POST", target, "Content-Length: 0");
		awaitCalls(1);
		client().exchange("PUT", target, "Content-Length: 0");

		held.tryEmitEmpty();
		Answer posted = posting.read("POST");

		assertThat(posted.text()).isEqualTo("call 1");
		assertThat(get(target).cache()).isEqualTo("MISS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Location: /things/standard/other", "Cache-Control: max-age=60",
			"Cache-Control: no-store, max-age=60", "Cache-Control: private, max-age=60" })
	void areNotKeptWhereTheySayLess(String field) throws IOException {
		String target = path("standard") + "/" + field.hashCode();
		int colon = field.indexOf(':');
		String name = field.substring(0, colon);
		posts(target, (request) -> ServerResponse.ok().headers((headers) -> {
			if (!field.equals("Cache-Control: max-age=60")) {
				headers.set("Cache-Control", "max-age=60");
				headers.set("Content-Location", request.path());
			}
			headers.set(name, field.substring(colon + 1).strip());
		}).bodyValue("posted"));

		assertThat(post(target).text()).isEqualTo("posted");

		Answer next = get(target);
		assertThat(next.cache()).isEqualTo("MISS");
		assertThat(next.text()).isEqualTo("call 1");
	}

	@Test
	void areNotKeptOnRoutesOfTheApplicationItself() throws IOException {
		posts(path(), this::lasting);

		post(path());

		assertThat(get(path()).cache()).isEqualTo("MISS");
	}

	@Test
	void areSentButNotKeptIfTheyAreTooLong() throws IOException {
		String target = path("standard");
		String text = "x".repeat(1024 * 1024 + 1);
		posts(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=60")
					.header("Content-Location", target)
					.bodyValue(text));

		assertThat(post(target).text()).isEqualTo(text);

		assertThat(get(target).cache()).isEqualTo("MISS");
	}

	@Test
	void invalidateEvenIfTheirClientLeavesInTheMiddle() throws IOException {
		String target = path("standard");
		Sinks.Many<String> body = Sinks.many().unicast().onBackpressureBuffer();
		posts(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=60")
					.header("Content-Location", target)
					.body(body.asFlux(), String.class));
		get(target);
		WireClient leaving = asking("POST", target, "Content-Length: 0");
		body.tryEmitNext("begun");
		leaving.head();
		leaving.close();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> body.currentSubscriberCount() == 0 || body.tryEmitNext("more").isFailure());

		assertThat(get(target).cache()).isEqualTo("MISS");
		assertThat(get(target).text()).isEqualTo("call 2");
	}

}
