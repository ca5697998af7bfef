package com.example.gateway;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.example.gateway.Origin.Answer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway between real clients and a real origin.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(NoLeaks.class)
class GatewaySampleIT {

	private static final Origin origin = new Origin();

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@DynamicPropertySource
	static void origin(DynamicPropertyRegistry properties) {
		properties.add("origin", origin::url);
	}

	@AfterAll
	static void stopOrigin() {
		origin.close();
	}

	@BeforeEach
	void connect() {
		this.client = WebTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void keepsWhatTheOriginAllowsToKeep() {
		origin.on("/fresh", Answer.text("fresh", HttpHeaders.CACHE_CONTROL, "max-age=60"));

		assertAnswer(get("/fresh"), "MISS", "fresh");
		assertAnswer(get("/fresh"), "HIT", "fresh");

		assertThat(origin.asked("/fresh")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no-store", "private, max-age=60", "max-age=0" })
	void doesNotAnswerWithWhatTheOriginDoesNotAllowToReuse(String cacheControl) {
		String path = "/not-fresh/" + cacheControl.hashCode();
		origin.on(path,
				cacheControl.isEmpty() ? Answer.text("a") : Answer.text("a", HttpHeaders.CACHE_CONTROL, cacheControl));

		assertThat(get(path).getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(get(path).getStatus()).isEqualTo(HttpStatus.OK);

		assertThat(origin.asked(path)).hasSize(2);
	}

	@Test
	void keepsOneResponseForEachVariant() {
		origin
			.on("/varying",
					(request, response) -> Answer.text(request.requestHeaders().get(HttpHeaders.ACCEPT_LANGUAGE),
							HttpHeaders.CACHE_CONTROL, "max-age=60", HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
						.apply(request, response));

		assertAnswer(get("/varying", HttpHeaders.ACCEPT_LANGUAGE, "de"), "MISS", "de");
		assertAnswer(get("/varying", HttpHeaders.ACCEPT_LANGUAGE, "fr"), "MISS", "fr");
		assertAnswer(get("/varying", HttpHeaders.ACCEPT_LANGUAGE, "fr"), "HIT", "fr");
	}

	@Test
	void passesTheEntityTagOnAndAnswersWith304WhereItHolds() {
		origin.on("/tagged",
				Answer.text("tagged", HttpHeaders.CACHE_CONTROL, "max-age=60", HttpHeaders.ETAG, "\"one\""));

		EntityExchangeResult<String> first = get("/tagged");
		EntityExchangeResult<String> again = get("/tagged", HttpHeaders.IF_NONE_MATCH, "\"one\"");

		assertThat(first.getResponseHeaders().getETag()).isEqualTo("\"one\"");
		assertThat(again.getStatus()).isEqualTo(HttpStatus.NOT_MODIFIED);
		assertThat(again.getResponseHeaders().getETag()).isEqualTo("\"one\"");
		assertThat(again.getResponseBody()).isNull();
		assertThat(origin.asked("/tagged")).hasSize(1);
	}

	@Test
	void saysEachFieldOfTheOriginOnce() {
		origin.on("/once", Answer.text("once", HttpHeaders.CACHE_CONTROL, "max-age=60", HttpHeaders.DATE,
				"Sun, 22 Nov 2026 12:00:00 GMT", "X-Own", "1"));

		HttpHeaders miss = get("/once").getResponseHeaders();
		HttpHeaders hit = get("/once").getResponseHeaders();

		assertThat(List.of(miss, hit)).allSatisfy((headers) -> {
			assertThat(headers.get(HttpHeaders.CACHE_CONTROL)).containsExactly("max-age=60");
			assertThat(headers.get(HttpHeaders.DATE)).containsExactly("Sun, 22 Nov 2026 12:00:00 GMT");
			assertThat(headers.get("X-Own")).containsExactly("1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded" })
	void keepsFromTheOriginWhomAClientSaysItCameThrough(String field) {
		String path = "/forwarded/" + field;
		origin.on(path, Answer.text("a", HttpHeaders.CACHE_CONTROL, "max-age=60"));

		assertThat(get(path, field, "evil.example").getStatus()).isEqualTo(HttpStatus.OK);

		assertThat(origin.asked(path)).singleElement()
			.satisfies((headers) -> assertThat(String.valueOf(headers.get(field))).doesNotContain("evil.example"));
	}

	@Test
	void tellsTheOriginTheHostThatTheClientAskedFor() {
		origin.on("/host", Answer.text("a"));

		assertThat(get("/host", HttpHeaders.HOST, "shop.example").getStatus()).isEqualTo(HttpStatus.OK);

		assertThat(origin.asked("/host")).singleElement()
			.satisfies((headers) -> assertThat(headers.get(HttpHeaders.HOST)).isEqualTo("shop.example"));
	}

	@Test
	void passesNoFieldOnThatBelongsToAConnection() {
		origin.on("/hop", Answer.text("a", HttpHeaders.CONNECTION, "X-Hop", "X-Hop", "1"));

		EntityExchangeResult<String> answer = get("/hop", HttpHeaders.CONNECTION, "X-Hop, keep-alive", "X-Hop", "1");

		assertThat(answer.getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(answer.getResponseHeaders().get("X-Hop")).isNull();
		assertThat(origin.asked("/hop")).singleElement()
			.satisfies((headers) -> assertThat(headers.contains("X-Hop")).isFalse());
	}

	/** RFC 9110, section 10.1.4: what the client accepts, the gateway may not. */
	@Test
	void doesNotPassOnWhichTransferCodingsAClientAccepts() {
		origin.on("/te", Answer.text("a"));

		assertThat(get("/te", "TE", "trailers, deflate;q=0.5", HttpHeaders.CONNECTION, "TE").getStatus())
			.isEqualTo(HttpStatus.OK);

		assertThat(origin.asked("/te")).singleElement()
			.satisfies((headers) -> assertThat(headers.contains("TE")).isFalse());
	}

	/** RFC 9110, section 6.5.1: an intermediary may discard them. */
	@ParameterizedTest
	@ValueSource(strings = { "max-age=60", "no-store" })
	void passesABodyOnWholeWithoutTheTrailersBehindIt(String cacheControl) throws IOException {
		String path = "/trailers/" + cacheControl;
		origin.on(path,
				(request, response) -> response.addHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
					.addHeader(HttpHeaders.TRAILER, "X-Sum")
					.trailerHeaders((trailers) -> trailers.set("X-Sum", "42"))
					.sendString(Flux.just("in ", "pieces")));

		try (RawClient raw = new RawClient(this.port)) {
			for (int i = 0; i < 2; i++) {
				assertThat(raw.get(path, "HTTP/1.1")).singleElement().satisfies((answer) -> {
					assertThat(answer.body()).isEqualTo("in pieces");
					assertThat(answer.fields()).noneMatch((field) -> field.startsWith("trailer:"))
						.noneMatch((field) -> field.startsWith("x-sum:"));
				});
			}
		}

		assertThat(origin.asked(path)).hasSize(cacheControl.equals("no-store") ? 2 : 1);
	}

	@Test
	void servesWhatIsStaleWhereTheOriginClosesTheConnection() {
		origin.on("/stale", Answer.text("kept", HttpHeaders.CACHE_CONTROL, "max-age=0", HttpHeaders.ETAG, "\"one\""));
		assertAnswer(get("/stale"), "MISS", "kept");

		origin.on("/stale", Answer.closing());

		assertAnswer(get("/stale"), "STALE", "kept");
		assertThat(origin.asked("/stale")).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-age=60", "no-store" })
	void leavesTheOriginWhenTheClientLeaves(String cacheControl) throws IOException {
		String path = "/endless/" + cacheControl;
		AtomicBoolean left = new AtomicBoolean();
		origin.on(path, (request, response) -> {
			response.addHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
			response.withConnection((connection) -> connection.onDispose(() -> left.set(true)));
			return response.sendString(Flux.just("x".repeat(1000)).repeat());
		});

		try (RawClient impatient = new RawClient(this.port)) {
			assertThat(impatient.begin(path)).endsWith("200 OK");
		}

		Awaitility.await().untilTrue(left);
	}

	@Test
	void answers502WhereTheOriginClosesTheConnectionAndDoesNotAskAgain() {
		origin.on("/closing", Answer.closing());

		assertThat(get("/closing").getStatus()).isEqualTo(HttpStatus.BAD_GATEWAY);

		assertThat(origin.asked("/closing")).hasSize(1);
	}

	@Test
	void keepsWhatAPostAnswersForAGet() {
		origin.on("/posted", Answer.text("posted", HttpHeaders.CACHE_CONTROL, "max-age=60",
				HttpHeaders.CONTENT_LOCATION, "/posted"));

		this.client.post()
			.uri("/posted")
			.bodyValue("form")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("posted");

		assertAnswer(get("/posted"), "HIT", "posted");
		assertThat(origin.asked("/posted")).hasSize(1);
	}

	@Test
	void passesOnWhatChangesSomething() {
		origin.on("/changed", (request, response) -> response.status(201)
			.sendString(request.receive().aggregate().asString().map((body) -> request.method() + " " + body)));

		this.client.put()
			.uri("/changed")
			.bodyValue("new")
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody(String.class)
			.isEqualTo("PUT new");
	}

	@Test
	void streamsEventsPastTheCache() {
		origin.on("/events",
				(request, response) -> response.sse()
					.addHeader(HttpHeaders.CACHE_CONTROL, "no-store")
					.sendString(Mono.just("data: one\n\n")));

		EntityExchangeResult<String> events = get("/events");

		assertThat(events.getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(events.getResponseBody()).isEqualTo("data: one\n\n");
	}

	/** Reads the body too: what nobody reads would leak. */
	private EntityExchangeResult<String> get(String path, String... fields) {
		return this.client.get().uri(path).headers((headers) -> {
			for (int i = 0; i < fields.length; i += 2) {
				headers.set(fields[i], fields[i + 1]);
			}
		}).exchange().expectBody(String.class).returnResult();
	}

	private static void assertAnswer(EntityExchangeResult<String> answer, String cache, String body) {
		assertThat(answer.getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(answer.getResponseHeaders().getFirst("X-Cache")).isEqualTo(cache);
		assertThat(answer.getResponseBody()).isEqualTo(body);
	}

}
