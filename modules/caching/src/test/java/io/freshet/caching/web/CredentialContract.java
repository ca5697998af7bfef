package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that say who asks. */
abstract class CredentialContract extends Scene {

	@Test
	void bypassTheCacheInBothDirections() throws IOException {
		things().on(path(), (request) -> ServerResponse.ok()
			.bodyValue(String.valueOf(request.headers().firstHeader("Authorization")) + " " + nextCall()));

		Answer ada = get(path(), "Authorization: ada");
		Answer bob = get(path(), "Authorization: bob");
		Answer nobody = get(path());
		Answer nobodyAgain = get(path());
		Answer adaAgain = get(path(), "Authorization: ada");

		assertThat(ada.cache()).isEqualTo("BYPASS");
		assertThat(ada.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=authorization");
		assertThat(ada.text()).isEqualTo("ada 1");
		assertThat(bob.text()).isEqualTo("bob 2");
		assertThat(nobody.cache()).isEqualTo("MISS");
		assertThat(nobody.text()).isEqualTo("null 3");
		assertThat(nobodyAgain.text()).isEqualTo("null 3");
		assertThat(adaAgain.text()).isEqualTo("ada 4");
		assertThat(adaAgain.headers()).contains("X-Cache: BYPASS");
	}

	@Test
	void inCookiesBypassTheCache() throws IOException {
		things().on(path(), this::count);

		Answer first = get(path(), "Cookie: a=b");
		Answer second = get(path(), "Cookie: a=b");

		assertThat(first.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=cookies");
		assertThat(second.text()).isEqualTo("call 2");
	}

	@Test
	void inCookiesThatTheRouteIgnoresAreNotSeenByTheHandler() throws IOException {
		String sharing = "/things/cookies/x";
		things().on(sharing, (request) -> ServerResponse.ok()
			.bodyValue(request.cookies() + " " + request.headers().header("Cookie")));

		Answer miss = get(sharing, "Cookie: a=b");

		assertThat(miss.text()).isEqualTo("{} []");
		assertSame(get(sharing, "Cookie: a=c"), miss);
	}

	@Test
	void inASessionAreNotSeenWhereCookiesAreIgnored() throws IOException {
		String session = get("/annotated/login").header("Set-Cookie").replaceFirst(";.*", "");

		Answer miss = get("/annotated/cookies/greeting", "Cookie: name=ada; " + session);
		Answer other = get("/annotated/cookies/greeting");

		assertThat(session).startsWith("SESSION=");
		assertThat(miss.text()).isEqualTo("hello null, null");
		assertSame(other, miss);
	}

}
