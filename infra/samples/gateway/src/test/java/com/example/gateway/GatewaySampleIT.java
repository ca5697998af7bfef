package com.example.gateway;

import java.util.List;

import com.example.gateway.Origin.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway between real clients and a real origin.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
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
		this.client = clientOf(this.port);
	}

	private static WebTestClient clientOf(int port) {
		return WebTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
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

		get(path).expectStatus().isOk();
		get(path).expectStatus().isOk();

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

		get("/tagged").expectHeader().valueEquals(HttpHeaders.ETAG, "\"one\"");
		ResponseSpec again = get("/tagged", HttpHeaders.IF_NONE_MATCH, "\"one\"");

		again.expectStatus()
			.isEqualTo(HttpStatus.NOT_MODIFIED)
			.expectHeader()
			.valueEquals(HttpHeaders.ETAG, "\"one\"")
			.expectBody()
			.isEmpty();
		assertThat(origin.asked("/tagged")).hasSize(1);
	}

	@Test
	void saysEachFieldOfTheOriginOnce() {
		origin.on("/once", Answer.text("once", HttpHeaders.CACHE_CONTROL, "max-age=60", HttpHeaders.DATE,
				"Sun, 22 Nov 2026 12:00:00 GMT", "X-Own", "1"));

		HttpHeaders miss = get("/once").returnResult(String.class).getResponseHeaders();
		HttpHeaders hit = get("/once").returnResult(String.class).getResponseHeaders();

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

		get(path, field, "evil.example").expectStatus().isOk();

		assertThat(origin.asked(path)).singleElement()
			.satisfies((headers) -> assertThat(String.valueOf(headers.get(field))).doesNotContain("evil.example"));
	}

	@Test
	void tellsTheOriginTheHostThatTheClientAskedFor() {
		origin.on("/host", Answer.text("a"));

		get("/host", HttpHeaders.HOST, "shop.example").expectStatus().isOk();

		assertThat(origin.asked("/host")).singleElement()
			.satisfies((headers) -> assertThat(headers.get(HttpHeaders.HOST)).isEqualTo("shop.example"));
	}

	@Test
	void passesNoFieldOnThatBelongsToAConnection() {
		origin.on("/hop", Answer.text("a", HttpHeaders.CONNECTION, "X-Hop", "X-Hop", "1"));

		ResponseSpec answer = get("/hop", HttpHeaders.CONNECTION, "X-Hop, keep-alive", "X-Hop", "1");

		answer.expectStatus().isOk().expectHeader().doesNotExist("X-Hop");
		assertThat(origin.asked("/hop")).singleElement()
			.satisfies((headers) -> assertThat(headers.contains("X-Hop")).isFalse());
	}

	@Test
	void answers502WhereTheOriginClosesTheConnectionAndDoesNotAskAgain() {
		origin.on("/closing", Answer.closing());

		get("/closing").expectStatus().isEqualTo(HttpStatus.BAD_GATEWAY);

		assertThat(origin.asked("/closing")).hasSize(1);
	}

	@Test
	void answers502WhereThereIsNoOrigin() {
		Origin gone = new Origin();
		gone.close();

		try (ConfigurableApplicationContext gateway = SpringApplication.run(GatewayApplication.class, "--server.port=0",
				"--origin=" + gone.url())) {
			int own = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

			clientOf(own).get().uri("/").exchange().expectStatus().isEqualTo(HttpStatus.BAD_GATEWAY);
		}
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

		get("/events").expectStatus().isOk().expectBody(String.class).isEqualTo("one");
	}

	private ResponseSpec get(String path, String... fields) {
		return this.client.get().uri(path).headers((headers) -> {
			for (int i = 0; i < fields.length; i += 2) {
				headers.set(fields[i], fields[i + 1]);
			}
		}).exchange();
	}

	private static void assertAnswer(ResponseSpec answer, String cache, String body) {
		answer.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Cache", cache)
			.expectBody(String.class)
			.isEqualTo(body);
	}

}
