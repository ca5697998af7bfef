package io.freshet.caching.web;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheTag;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that change something, and what they invalidate. */
abstract class UnsafeMethodContract extends Scene {

	@ParameterizedTest
	@CsvSource({ "POST, ", "PUT, ", "PATCH, ", "DELETE, ", "POST, standard", "PURPLE, standard" })
	void invalidateTheirPathWithAllQueries(String method, String route) throws IOException {
		String target = ((route == null) ? path() : path(route)) + "/" + method;
		List<String> targets = List.of(target, target + "?page=1", target + "?page=2");
		keep(target, (request) -> ServerResponse.noContent().build());
		for (String one : targets) {
			get(one);
			assertThat(get(one).cache()).isEqualTo("HIT");
		}

		client().exchange(method, target + "?page=1", "Content-Length: 0");

		for (String one : targets) {
			assertThat(get(one).cache()).as(one).isEqualTo("MISS");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Location", "Content-Location" })
	void invalidateWhatTheAnswerNames(String field) throws IOException {
		String target = path() + "/" + field;
		String named = target + "/named";
		keep(named, this::count);
		keep(target, (request) -> ServerResponse.status(201).header(field, named + "?page=1").build());
		get(named);

		client().exchange("POST", target, "Content-Length: 0");

		assertThat(get(named).cache()).isEqualTo("MISS");
	}

	@Test
	void invalidateNothingOfAnotherOrigin() throws IOException {
		String named = path() + "/named";
		keep(named, this::count);
		keep(path(),
				(request) -> ServerResponse.status(201).header("Location", "http://other.example" + named).build());
		get(named);

		client().exchange("POST", path(), "Content-Length: 0");

		assertThat(get(named).cache()).isEqualTo("HIT");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 500, 503 })
	void invalidateNothingIfTheyFail(int status) throws IOException {
		String target = path() + "/" + status;
		keep(target, (request) -> ServerResponse.status(status).build());
		get(target);

		client().exchange("POST", target, "Content-Length: 0");

		assertThat(get(target).cache()).isEqualTo("HIT");
	}

	@Test
	void invalidateNothingIfTheHandlerThrows() throws IOException {
		keep(path(), (request) -> Mono.error(new IllegalStateException("lost")));
		get(path());

		assertThat(client().exchange("DELETE", path()).status()).isEqualTo(500);

		assertThat(get(path()).cache()).isEqualTo("HIT");
	}

	@Test
	void invalidateTheGroupsThatTheAnswerNames() throws IOException {
		String red = path() + "/red";
		String blue = path() + "/blue";
		answer(red, (ok) -> ok.header("Cache-Groups", "\"red\", \"all\""));
		answer(blue, (ok) -> ok.header("Cache-Groups", "\"blue\""));
		keep(path(), (request) -> ServerResponse.noContent().header("Cache-Group-Invalidation", "\"red\"").build());
		get(red);
		get(blue);

		client().exchange("POST", path(), "Content-Length: 0");

		assertThat(get(red).cache()).isEqualTo("MISS");
		assertThat(get(blue).cache()).isEqualTo("HIT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "standard" })
	void areNotNeededWhereAnAnswerHasLabelsWhichNobodySees(String route) throws IOException {
		String target = route.isEmpty() ? path() : path(route);
		answer(target,
				(ok) -> ok.header("Cache-Control", "max-age=60").header("Surrogate-Key", "label-a label-" + route));
		Answer miss = get(target);
		Answer hit = get(target);

		invalidator().invalidate(CacheTag.of("surrogate-key", "label-" + route)).block(PATIENCE);

		assertThat(miss.header("Surrogate-Key")).isEmpty();
		assertSame(hit, miss);
		assertThat(get(target).cache()).isEqualTo("MISS");
	}

	/** Keeps what GET answers. */
	private void keep(String target, HandlerFunction<ServerResponse> others) {
		things().on(target,
				(request) -> request.method().name().equals("GET")
						? ServerResponse.ok().header("Cache-Control", "max-age=60").bodyValue("call " + nextCall())
						: others.handle(request));
	}

}
