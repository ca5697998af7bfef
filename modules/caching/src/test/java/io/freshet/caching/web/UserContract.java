package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Users, who never share a byte that is for one of them. */
abstract class UserContract extends Scene {

	@ParameterizedTest
	@CsvSource({ "standard, max-age=60", "standard, 'max-age=60, private'", "lasting, max-age=60",
			"listed, 'max-age=60, no-store'", "all, 'public, max-age=60'" })
	void withCredentialsShareNothing(String route, String cacheControl) throws IOException {
		String target = path(route) + "/" + cacheControl.hashCode();
		things().on(target, (request) -> hello(request, "Authorization", cacheControl));

		Answer ada = get(target, "Authorization: ada");
		Answer bob = get(target, "Authorization: bob");
		Answer nobody = get(target);

		assertThat(ada.text()).isEqualTo("ada 1");
		assertThat(bob.text()).isEqualTo("bob 2");
		assertThat(nobody.text()).isEqualTo("null 3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "public, max-age=60", "s-maxage=60", "max-age=60, must-revalidate" })
	void withCredentialsShareWhatAnOriginSaysIsForAll(String cacheControl) throws IOException {
		String target = path("standard") + "/" + cacheControl.hashCode();
		things().on(target, (request) -> hello(request, "Authorization", cacheControl));

		Answer ada = get(target, "Authorization: ada");

		assertSame(get(target, "Authorization: bob"), ada);
	}

	@Test
	void withCookiesShareNothingThatAnOriginSaysIsPrivate() throws IOException {
		String target = path("standard");
		things().on(target, (request) -> hello(request, "Cookie", "private, max-age=60"));

		assertThat(get(target, "Cookie: ada").text()).isEqualTo("ada 1");
		assertThat(get(target, "Cookie: bob").text()).isEqualTo("bob 2");
		assertThat(get(target).text()).isEqualTo("null 3");
	}

	@ParameterizedTest
	@CsvSource({ "standard, Authorization", "mine, X-User" })
	void whoWaitTogetherGetEachTheirOwn(String route, String field) throws IOException {
		String target = path(route);
		Sinks.Empty<Void> gate = Sinks.empty();
		things().on(target,
				(request) -> Mono.defer(() -> hello(request, field, "max-age=60")).delayUntil((made) -> gate.asMono()));
		WireClient ada = asking("GET", target, field + ": ada");
		awaitCalls(1);
		long waited = waited();
		WireClient bob = asking("GET", target, field + ": bob");
		if (route.equals("standard")) {
			awaitWaiting(waited + 1);
		}
		else {
			awaitCalls(2);
		}

		gate.emitEmpty(Sinks.EmitFailureHandler.FAIL_FAST);

		assertThat(ada.read("GET").text()).isEqualTo("ada 1");
		assertThat(bob.read("GET").text()).isEqualTo("bob 2");
	}

	@Test
	void haveResponsesOfTheirOwnWhereTheRouteSaysSo() throws IOException {
		String target = path("mine");
		things().on(target, (request) -> hello(request, "X-User", "max-age=60"));

		Answer ada = get(target, "X-User: ada", "Authorization: of ada", "Cookie: session=ada");
		Answer adaAgain = get(target, "X-User: ada", "Authorization: of ada", "Cookie: session=ada");
		Answer bob = get(target, "X-User: bob");
		Answer nobody = get(target);

		assertSame(adaAgain, ada);
		assertThat(ada.text()).isEqualTo("ada 1");
		assertThat(bob.text()).isEqualTo("bob 2");
		assertThat(nobody.text()).isEqualTo("null 3");
		assertThat(nobody.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=no-principal");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada ", "ADA", "ada @=bob", "ada%20", "ada&x", "a", "ada,ada", "@=ada", "" })
	void withNamesThatLookAlikeAreNotTheSame(String name) throws IOException {
		String target = path("mine") + "/" + name.hashCode();
		things().on(target, (request) -> ServerResponse.ok()
			.body(request.principal().map((user) -> "<" + user.getName() + "> " + nextCall()), String.class));

		get(target, "X-User: ada");
		Answer other = get(target, "X-User: " + name);

		if (name.strip().equals("ada")) {
			assertThat(other.cache()).isEqualTo("HIT");
		}
		else {
			assertThat(other.cache()).isNotEqualTo("HIT");
			assertThat(other.text()).doesNotContain("<ada>");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "mine", "all" })
	void getNoCookieOfAnother(String route) throws IOException {
		String target = path(route);
		answer(target, (ok) -> ok.header("Set-Cookie", "session=" + (calls() + 1)));

		get(target, "X-User: ada");
		Answer second = get(target, "X-User: ada");

		assertThat(second.cache()).isEqualTo("MISS");
		assertThat(second.header("Set-Cookie")).isEqualTo("session=2");
	}

	private Mono<ServerResponse> hello(ServerRequest request, String field, String cacheControl) {
		return ServerResponse.ok()
			.header("Cache-Control", cacheControl)
			.bodyValue(request.headers().firstHeader(field) + " " + nextCall());
	}

}
