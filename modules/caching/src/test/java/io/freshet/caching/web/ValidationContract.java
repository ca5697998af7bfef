package io.freshet.caching.web;

import java.io.IOException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What answers of the handler make of what is stored already. */
abstract class ValidationContract extends Scene {

	private static final String FRESH_FOR_TEN = "max-age=10";

	private void goesStale() {
		clock().advance(Duration.ofSeconds(20));
	}

	/** Lets the cache keep a response, and has the handler answer otherwise then. */
	private String keptThen(String name, String cacheControl, HandlerFunction<ServerResponse> later)
			throws IOException {
		String target = path("standard") + "/" + name;
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", cacheControl)
					.eTag("v1")
					.bodyValue("call " + nextCall()));
		get(target);
		goesStale();
		things().on(target, later);
		return target;
	}

	private static Mono<ServerResponse> failing(ServerRequest request) {
		return ServerResponse.status(503).header("Cache-Control", "no-store").bodyValue("failed");
	}

	/** Says first that it varies by one field, and from then on by another. */
	private void variesBy(String target, String first, String later) {
		things().on(target, (request) -> {
			boolean again = !request.headers().header("If-None-Match").isEmpty()
					|| request.method().name().equals("HEAD");
			ServerResponse.BodyBuilder answer = again && !request.method().name().equals("HEAD")
					? ServerResponse.status(304) : ServerResponse.ok();
			answer.header("Cache-Control", FRESH_FOR_TEN)
				.header("Vary", again ? later : first)
				.eTag("of " + request.headers().header("X-Bar"));
			return answer.bodyValue("call " + nextCall());
		});
	}

	@Test
	void a304SaysByWhatItVariesFromNowOn() throws IOException {
		String target = path("standard");
		variesBy(target, "", "X-Bar");
		get(target, "X-Bar: 1");
		goesStale();

		Answer validated = get(target, "X-Bar: 1");

		assertThat(validated.cache()).isEqualTo("REVALIDATED");
		assertThat(validated.text()).isEqualTo("call 1");
		assertThat(get(target, "X-Bar: 1").cache()).isEqualTo("HIT");
		assertThat(get(target, "X-Bar: 1").text()).isEqualTo("call 1");
		assertThat(get(target, "X-Bar: 2").cache()).isEqualTo("MISS");
	}

	@Test
	void a304LeavesNothingBehindThatVariesByAnotherField() throws IOException {
		String target = path("standard");
		variesBy(target, "X-Foo", "X-Bar");
		get(target, "X-Foo: 1", "X-Bar: 1");
		goesStale();

		Answer validated = get(target, "X-Foo: 1", "X-Bar: 1", "Cache-Control: no-cache");

		assertThat(validated.cache()).isEqualTo("REVALIDATED");
		assertThat(get(target, "X-Foo: 2", "X-Bar: 1").text()).isEqualTo("call 1");
		assertThat(get(target, "X-Foo: 1", "X-Bar: 2").cache()).isEqualTo("MISS");
	}

	@Test
	void aHeadSaysByWhatItVariesFromNowOn() throws IOException {
		String target = path("standard");
		variesBy(target, "", "X-Bar");
		get(target, "X-Bar: 1");
		goesStale();

		head(target, "X-Bar: 1");

		assertThat(get(target, "X-Bar: 1").cache()).isEqualTo("HIT");
		assertThat(get(target, "X-Bar: 2").cache()).isEqualTo("MISS");
	}

	@Test
	void aHeadLeavesAVariantAloneThatIsNotForIt() throws IOException {
		String target = path("standard");
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", FRESH_FOR_TEN)
					.header("Vary", "Accept-Language")
					.eTag("of " + request.headers().header("Accept-Language"))
					.bodyValue("call " + nextCall()));
		get(target, "Accept-Language: de");

		head(target, "Accept-Language: fr");

		assertThat(get(target, "Accept-Language: de").cache()).isEqualTo("HIT");
	}

	@Test
	void aHeadHasNoFieldsOfOuterFiltersKept() throws IOException {
		String target = path("standard");
		answer(target, (ok) -> ok.header("Cache-Control", FRESH_FOR_TEN).header("Vary", "X-Inner").eTag("v1"));
		get(target);
		goesStale();

		Answer head = head(target, "X-Want-Id: yes");
		Answer hit = get(target);

		assertThat(head.header("X-Request-Id")).startsWith("id-");
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.header("X-Request-Id")).isEmpty();
		assertThat(hit.header("Vary")).isEqualTo("X-Inner");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "GET" })
	void whatIsRefreshedInTheBackgroundIsKeptWhateverMethodBeganIt(String method) throws IOException {
		String target = path("standard") + "/" + method;
		answer(target, (ok) -> ok.header("Cache-Control", FRESH_FOR_TEN + ", stale-while-revalidate=60"));
		get(target);
		goesStale();

		Answer stale = client().exchange(method, target);

		assertThat(stale.cache()).isEqualTo("STALE");
		Awaitility.await().atMost(PATIENCE).until(() -> client().exchange(method, target).cache().equals("HIT"));
		assertThat(get(target).text()).isEqualTo("call 2");
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void whatIsGoneIsNotServedWhileItIsRevalidatedForEver() throws IOException {
		String target = keptThen("gone", FRESH_FOR_TEN + ", stale-while-revalidate=600",
				(request) -> ServerResponse.notFound().build());

		assertThat(get(target).cache()).isEqualTo("STALE");

		Awaitility.await().atMost(PATIENCE).until(() -> get(target).status() == 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "404", "200 no-store", "200 private", "304 no-store", "200 too long",
			"200 too long in pieces" })
	void whatWasReplacedDoesNotComeBackWhenTheHandlerFails(String later) throws IOException {
		String target = keptThen(later.replace(' ', '-'), FRESH_FOR_TEN + ", stale-if-error=600",
				(request) -> replacing(later));

		get(target);
		things().on(target, ValidationContract::failing);

		assertThat(get(target).status()).isEqualTo(503);
	}

	private static Mono<ServerResponse> replacing(String how) {
		ServerResponse.BodyBuilder answer = ServerResponse.status(Integer.parseInt(how.substring(0, 3)));
		String[] longer = { "x".repeat(600_000), "x".repeat(600_000) };
		return switch (how) {
			case "404", "304 no-store" -> answer.header("Cache-Control", "no-store").eTag("v1").build();
			case "200 too long" -> answer.header("Cache-Control", "max-age=60").bodyValue(longer[0] + longer[1]);
			case "200 too long in pieces" ->
				answer.header("Cache-Control", "max-age=60").body(BodyInserters.fromDataBuffers(chunks(longer)));
			default -> answer.header("Cache-Control", how.substring(4)).bodyValue("replaced");
		};
	}

	@Test
	void whatWasRefusedForTheSakeOfOneRequestReplacesNothing() throws IOException {
		String target = keptThen("authorized", FRESH_FOR_TEN + ", stale-if-error=600",
				(request) -> ServerResponse.ok().header("Cache-Control", "max-age=60").bodyValue("for me"));

		assertThat(get(target, "Authorization: Bearer x").text()).isEqualTo("for me");
		assertThat(head(target, "Authorization: Bearer x").status()).isEqualTo(200);
		things().on(target, ValidationContract::failing);

		assertThat(get(target).text()).isEqualTo("call 1");
	}

	@Test
	void aVariantForTheSameInOtherWordsIsServedInPlaceOfAnError() throws IOException {
		String target = path("standard");
		answer(target, (ok) -> ok.header("Cache-Control", FRESH_FOR_TEN + ", stale-if-error=600")
			.header("Vary", "Accept-Language"));
		get(target, "Accept-Language: de, en");
		goesStale();
		things().on(target, ValidationContract::failing);

		Answer answer = get(target, "Accept-Language: EN, de");

		assertThat(answer.cache()).isEqualTo("STALE");
		assertThat(answer.text()).isEqualTo("call 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD" })
	void whatWasFreshenedSaysWhen(String method) throws IOException {
		String target = path("standard") + "/" + method;
		variesBy(target, "X-Bar", "X-Bar");
		String before = get(target).header("Date");
		goesStale();

		client().exchange(method, target);
		Answer hit = get(target);

		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.text()).isEqualTo("call 1");
		assertThat(hit.header("Date")).isNotEmpty().isNotEqualTo(before);
	}

}
