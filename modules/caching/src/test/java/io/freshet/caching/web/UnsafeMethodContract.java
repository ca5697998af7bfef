package io.freshet.caching.web;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheTag;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.RouteAdministration;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that change something, and what they invalidate. */
abstract class UnsafeMethodContract extends Scene {

	@Autowired
	private CacheAdministration administration;

	@Autowired
	private RouteAdministration routes;

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

	@ParameterizedTest
	@ValueSource(strings = { "cache", "route" })
	void invalidateWhatIsStoredWhileItIsSwitchedOff(String what) throws IOException {
		String target = path("standard") + "/" + what;
		keep(target, (request) -> ServerResponse.noContent().build());
		Awaitility.await().atMost(PATIENCE).until(() -> get(target).cache().equals("HIT"));
		try {
			switchOn(what, false);
			awaitSwitched(target, false);

			client().exchange("PUT", target, "Content-Length: 0");
		}
		finally {
			switchOn(what, true);
		}
		Answer next = awaitSwitched(target, true);
		assertThat(next.cache()).isEqualTo("MISS");
	}

	private void switchOn(String what, boolean enabled) {
		UnaryOperator<PolicyOverride> change = (override) -> new PolicyOverride(enabled, override.ttl());
		if (what.equals("cache")) {
			this.administration.change(ResponseCacheFilter.CACHE, change).block(PATIENCE);
		}
		else {
			this.routes.routes()
				.flatMapIterable((all) -> all)
				.filter((route) -> route.pattern().equals("/things/standard/**"))
				.concatMap((route) -> this.routes.change(route.id(), change))
				.blockLast(PATIENCE);
		}
	}

	/** Asks until the change is known. */
	private Answer awaitSwitched(String target, boolean on) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> get(target), (answer) -> answer.cache().equals("BYPASS") != on);
	}

	@Test
	void invalidateWhatIsStoredThoughTheyKnowOfAWriteThatIsNotSeen() throws IOException {
		keep(path(), (request) -> ServerResponse.noContent().build());
		get(path());
		String ofAnotherHistory = new FreshnessToken("other", List.of(1L)).text();

		Answer unseen = client().exchange("PUT", path(), "Content-Length: 0", "X-Freshet-Token: " + ofAnotherHistory);

		assertThat(unseen.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=unseen-write");
		assertThat(get(path()).cache()).isEqualTo("MISS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Location", "Content-Location" })
	void invalidateWhatTheAnswerNamesFromOutsideTheRoutesToo(String field) throws IOException {
		String outside = path("excluded") + "/" + field;
		String named = path() + "/" + field;
		keep(named, this::count);
		things().on(outside, (request) -> ServerResponse.status(201).header(field, named).build());
		get(named);

		Answer created = client().exchange("POST", outside, "Content-Length: 0");

		assertThat(created.cache()).isEmpty();
		assertThat(created.header("X-Freshet-Token")).isNotEmpty();
		assertThat(get(named).cache()).isEqualTo("MISS");
	}

	@Test
	void invalidateTheGroupsThatTheAnswerNamesFromOutsideTheRoutesToo() throws IOException {
		String outside = path("excluded");
		answer((ok) -> ok.header("Cache-Groups", "\"outer\""));
		things().on(outside,
				(request) -> ServerResponse.noContent().header("Cache-Group-Invalidation", "\"outer\"").build());
		get(path());

		client().exchange("POST", outside, "Content-Length: 0");

		assertThat(get(path()).cache()).isEqualTo("MISS");
	}

	@Test
	void invalidateNothingOutsideTheRoutes() throws IOException {
		String outside = path("excluded");
		things().on(outside, (request) -> ServerResponse.status(201).header("Location", outside + "/new").build());

		Answer created = client().exchange("POST", outside, "Content-Length: 0");

		assertThat(created.status()).isEqualTo(201);
		assertThat(created.header("X-Freshet-Token")).as("of what was written to the ledger").isEmpty();
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
