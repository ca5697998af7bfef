package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests by which one client tries to decide what all others get. */
abstract class AttackContract extends Scene {

	private static final String EVIL = "https://evil.example";

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-Port",
			"X-Original-URL", "X-Rewrite-URL" })
	void withAFieldThatClaimsAnotherUriReachNobodyElse(String field) throws IOException {
		assertReachesNobodyElse(path() + "/" + field, field, "/evil");
		assertReachesNobodyElse(path("standard") + "/" + field, field, "/evil");
	}

	@ParameterizedTest
	@ValueSource(strings = { "host=evil.example", "for=a;host=evil.example", "for=\"a;b\";host=evil.example",
			"host=\"x;for=evil\"" })
	void withAForwardedHostReachNobodyElse(String forwarded) throws IOException {
		assertReachesNobodyElse(path() + "/" + forwarded.hashCode(), "Forwarded", forwarded);
	}

	private void assertReachesNobodyElse(String target, String field, String value) throws IOException {
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=60")
					.bodyValue(request.headers().firstHeader(field) + " " + nextCall()));

		Answer attack = get(target, field + ": " + value);
		Answer victim = get(target);

		assertThat(attack.text()).startsWith(value);
		assertThat(victim.cache()).isEqualTo("MISS");
		assertThat(victim.text()).startsWith("null ");
		assertSame(get(target), victim);
	}

	@Test
	void doNotIncludeThatProxiesSayWhoAsks() throws IOException {
		things().on(path(), this::count);

		Answer miss = get(path(), "Forwarded: for=192.0.2.1;by=a, for=192.0.2.2");

		assertSame(get(path(), "Forwarded: for=192.0.2.3"), miss);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override" })
	void withAnotherMethodInAFieldPassTheCacheBy(String field) throws IOException {
		String target = path() + "/" + field;
		things().on(target,
				(request) -> ServerResponse.ok().bodyValue(request.headers().firstHeader(field) + " " + nextCall()));

		Answer attack = get(target, field + ": DELETE");
		Answer victim = get(target);
		Answer again = get(target, field + ": DELETE");

		assertThat(attack.header("Cache-Status")).isEqualTo("Freshet; fwd=method");
		assertThat(victim.text()).isEqualTo("null 2");
		assertThat(again.text()).isEqualTo("DELETE 3");
	}

	@Test
	void withAnOriginThatTheAnswerNamesButDoesNotVaryByAreNotKept() throws IOException {
		things().on(path(), this::forOrigin);

		Answer attack = get(path(), "Origin: " + EVIL);
		Answer victim = get(path(), "Origin: https://good.example");
		Answer noScript = get(path());

		assertThat(attack.header("Access-Control-Allow-Origin")).isEqualTo(EVIL);
		assertThat(victim.cache()).isEqualTo("MISS");
		assertThat(victim.header("Access-Control-Allow-Origin")).isEqualTo("https://good.example");
		assertThat(noScript.header("Access-Control-Allow-Origin")).isEqualTo("none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "standard" })
	void withAnOriginThatTheAnswerVariesByHaveAnAnswerOfTheirOwn(String route) throws IOException {
		String target = route.isEmpty() ? path() : path(route);
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Vary", "Origin")
					.header("Cache-Control", "max-age=60")
					.header("Access-Control-Allow-Origin", origin(request))
					.bodyValue("call " + nextCall()));

		Answer attack = get(target, "Origin: " + EVIL);
		Answer victim = get(target, "Origin: https://good.example");

		assertThat(victim.cache()).isEqualTo("MISS");
		assertThat(victim.header("Access-Control-Allow-Origin")).isEqualTo("https://good.example");
		assertSame(get(target, "Origin: " + EVIL), attack);
		assertSame(get(target, "Origin: https://good.example"), victim);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "https://app.example" })
	void fromAnOriginDoNotKeepOutWhatIsTheSameForAll(String allowed) throws IOException {
		String target = path() + "/" + allowed.length();
		answer(target, (ok) -> ok.header("Access-Control-Allow-Origin", allowed));

		Answer miss = get(target, "Origin: " + EVIL);

		assertSame(get(target, "Origin: https://good.example"), miss);
	}

	@Test
	void withAnOriginWorkWhereAnOriginServerThatVariesByItDoesNotSaySo() throws IOException {
		String target = path("standard");
		things().on(target, this::forOrigin);

		Answer attack = get(target, "Origin: " + EVIL);

		assertThat(get(target, "Origin: https://good.example").headers())
			.as("the standard profile follows the header fields to the letter")
			.contains("Access-Control-Allow-Origin: " + attack.header("Access-Control-Allow-Origin"));
	}

	private Mono<ServerResponse> forOrigin(ServerRequest request) {
		return ServerResponse.ok()
			.header("Cache-Control", "max-age=60")
			.header("Access-Control-Allow-Origin", origin(request))
			.bodyValue("call " + nextCall());
	}

	private static String origin(ServerRequest request) {
		String origin = request.headers().firstHeader("Origin");
		return (origin != null) ? origin : "none";
	}

	@ParameterizedTest
	@CsvSource({ ", 431", ", 400", "standard, 431", "standard, 400", "lasting, 431", "lasting, 400", "lasting, 500" })
	void withAFieldThatTheHandlerRefusesDoNotMakeItRefuseEverybody(String route, int status) throws IOException {
		String target = ((route == null) ? path() : path(route)) + "/" + status;
		things().on(target, (request) -> {
			String big = request.headers().firstHeader("X-Big");
			return ServerResponse.status((big == null) ? HttpStatus.OK : HttpStatus.valueOf(status))
				.header("Cache-Control", "must-revalidate")
				.lastModified(clock().instant().minusSeconds(86_400))
				.bodyValue("call " + nextCall());
		});

		Answer attack = get(target, "X-Big: " + "x".repeat(5_000));
		Answer victim = get(target);

		assertThat(attack.status()).isEqualTo(status);
		assertThat(victim.status()).isEqualTo(200);
		// Who comes while the end of the attack is still under way is answered, but not
		// kept.
		await("the route keeps what is no error").atMost(PATIENCE).until(() -> get(target).cache(), "HIT"::equals);
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-age=60", "no-store" })
	void withTheEndOfALineInWhatTheHandlerEchoesDoNotAddFields(String cacheControl) throws IOException {
		String target = path() + "/" + cacheControl;
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", cacheControl)
					.header("X-Echo", "a\r\nX-Injected: evil")
					.header("X-Other", "b\nX-Injected: evil")
					.bodyValue("call " + nextCall()));

		Answer first = asking("GET", target).read("GET");
		Answer second = asking("GET", target).read("GET");

		assertThat(first.headers()).noneMatch((line) -> line.startsWith("X-Injected"));
		assertThat(second.headers()).noneMatch((line) -> line.startsWith("X-Injected"));
	}

	@ParameterizedTest
	@CsvSource({ "X-Tenant: a x-region=b, X-Tenant: a, X-Region: b", "X-Tenant: a&x-region=b, X-Tenant: a, X-Region: b",
			"'X-Tenant: a,b', X-Tenant: a, X-Tenant: b", "X-Tenant: a%20x-region=b, X-Tenant: a, X-Region: b",
			"X-Tenant: a @=ada, X-Tenant: a, X-User: ada" })
	void withADelimiterOfTheKeyInAFieldHaveAKeyOfTheirOwn(String attacking, String one, String other)
			throws IOException {
		String target = path("tenant") + "/" + attacking.hashCode();
		things().on(target, this::count);

		get(target, attacking);
		Answer victim = get(target, one, other);

		assertThat(victim.cache()).isEqualTo("MISS");
		assertThat(victim.text()).isEqualTo("call 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "standard" })
	void withABodyPassTheCacheBy(String route) throws IOException {
		String target = route.isEmpty() ? path() : path(route);
		things().on(target,
				(request) -> request.bodyToMono(String.class)
					.defaultIfEmpty("nothing")
					.flatMap((body) -> ServerResponse.ok().header("Cache-Control", "max-age=60").bodyValue(body)));

		client().send(WireClient.request("GET", target, "Content-Length: 4") + "evil");
		Answer attack = client().read("GET");
		client().send(WireClient.request("GET", target, "Transfer-Encoding: chunked") + "4\r\nevil\r\n0\r\n\r\n");
		Answer chunked = client().read("GET");

		assertThat(attack.text()).isEqualTo("evil");
		assertThat(attack.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=body");
		assertThat(chunked.cache()).isEqualTo("BYPASS");
		assertThat(get(target).text()).isEqualTo("nothing");
	}

	@Test
	void withARangeLeaveNoPartForOthers() throws IOException {
		String target = path("standard");
		things().on(target,
				(request) -> request.headers().header("Range").isEmpty()
						? ServerResponse.ok().header("Cache-Control", "max-age=60").bodyValue("whole")
						: ServerResponse.status(206)
							.header("Cache-Control", "max-age=60")
							.header("Content-Range", "bytes 0-0/5")
							.bodyValue("w"));

		Answer attack = get(target, "Range: bytes=0-0");
		Answer victim = get(target);

		assertThat(attack.status()).isEqualTo(206);
		assertThat(victim.text()).isEqualTo("whole");
		assertThat(get(target, "Range: bytes=1-2").text()).isEqualTo("ho");
		assertThat(get(target).text()).isEqualTo("whole");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "standard" })
	void withARangeAreAnsweredFromTheWhole(String route) throws IOException {
		String target = route.isEmpty() ? path() : path(route);
		things().on(target, (request) -> ServerResponse.ok().header("Cache-Control", "max-age=60").bodyValue("whole"));
		Answer whole = get(target);

		Answer overlapping = get(target, "Range: bytes=" + "0-,".repeat(100) + "0-");

		assertThat(overlapping.status()).as("no amplification").isEqualTo(200);
		assertThat(get(target, "Range: bytes=0-1").text()).isEqualTo("wh");
		assertSame(get(target), whole);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "standard" })
	void getNoPartThatNobodyAskedForKept(String route) throws IOException {
		String target = route.isEmpty() ? path() : path(route);
		things().on(target,
				(request) -> ServerResponse.status(206)
					.header("Cache-Control", "max-age=60")
					.header("Content-Range", "bytes 0-5/100")
					.bodyValue("call " + nextCall()));

		get(target);

		assertThat(get(target).text()).isEqualTo("call 2");
	}

	@Test
	void getNothingKeptThatVariesByAnything() throws IOException {
		String target = path("standard");
		answer(target, (ok) -> ok.header("Vary", "Accept, *").header("Cache-Control", "max-age=60"));

		get(target);

		assertThat(get(target).text()).isEqualTo("call 2");
	}

}
