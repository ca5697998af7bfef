package com.example.rates;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as its users see it, with neither a database nor Redis anywhere.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "rates.delay=1ms")
class PlainSampleIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@LocalServerPort
	private int port;

	@Autowired
	private CentralBank bank;

	private WebTestClient client;

	@BeforeEach
	void connect() {
		this.client = WebTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
		// Whatever the test before left.
		set("USD", "1.1");
	}

	@Test
	void answersFromTheCacheWhatWasAskedBefore() {
		byte[] first = get("/rates/USD", "MISS").returnResult().getResponseBody();
		int asked = this.bank.asked();

		EntityExchangeResult<byte[]> second = get("/rates/USD", "HIT").returnResult();

		assertThat(second.getResponseBody()).isEqualTo(first);
		assertThat(second.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(second.getResponseHeaders().getFirst(HttpHeaders.AGE)).isNotNull();
		assertThat(this.bank.asked()).isEqualTo(asked);
	}

	@Test
	void answersAnewWhatAPostChanged() {
		get("/rates/USD", "MISS");
		get("/rates", "MISS");
		get("/rates", "HIT");

		set("USD", "1.25");

		get("/rates/USD", "MISS").jsonPath("$.price").isEqualTo(1.25);
		get("/rates", "MISS").jsonPath("$[?(@.currency == 'USD')].price").isEqualTo(1.25);
	}

	@Test
	void keepsWhatAPostDidNotChange() {
		set("CHF", "0.95");
		get("/rates/CHF", "MISS");

		set("USD", "1.3");

		get("/rates/CHF", "HIT");
	}

	@Test
	void answersHeadFromWhatGetBrought() {
		get("/rates/USD", "MISS");

		ResponseSpec head = this.client.head().uri("/rates/USD").exchange();

		head.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("X-Cache", "HIT")
			.expectHeader()
			.exists(HttpHeaders.ETAG)
			.expectBody()
			.isEmpty();
	}

	@Test
	void answers304ToWhoHasTheRateAlready() {
		String tag = get("/rates/USD", "MISS").returnResult().getResponseHeaders().getETag();

		ResponseSpec again = this.client.get()
			.uri("/rates/USD")
			.header(HttpHeaders.IF_NONE_MATCH, String.valueOf(tag))
			.exchange();

		again.expectStatus()
			.isEqualTo(HttpStatus.NOT_MODIFIED)
			.expectHeader()
			.valueEquals("X-Cache", "HIT")
			.expectBody()
			.isEmpty();
	}

	@Test
	void takesNoNoticeOfParametersWithoutMeaning() {
		get("/rates/USD?from=newsletter", "MISS");

		get("/rates/USD?from=search", "HIT");
	}

	@Test
	void asksTheBankForNoRateThatItWasJustTold() {
		get("/rates/USD", "MISS");
		int asked = this.bank.asked();

		set("USD", "1.41");

		get("/rates/USD", "MISS").jsonPath("$.price").isEqualTo(1.41);
		assertThat(this.bank.asked()).isEqualTo(asked);
	}

	@Test
	void makesTheSheetOnceUntilARateChanges() {
		set("USD", "1.5");
		int asked = this.bank.asked();

		List<String> sheets = Flux.range(0, 20).flatMap((caller) -> sheet()).collectList().block(PATIENCE);

		assertThat(sheets).hasSize(20).allSatisfy((sheet) -> assertThat(sheet).contains("USD,1.5\r\n"));
		assertThat(this.bank.asked()).isEqualTo(asked + 1);
		set("USD", "1.6");
		assertThat(sheet().block(PATIENCE)).startsWith("currency,price\r\n").contains("USD,1.6\r\n");
		assertThat(this.bank.asked()).isEqualTo(asked + 2);
	}

	private Mono<String> sheet() {
		return WebClient.create("http://localhost:" + this.port)
			.get()
			.uri("/sheet")
			.retrieve()
			.bodyToMono(String.class);
	}

	@Test
	void doesNotKeepThatThereIsNoRate() {
		get("/rates/XXX", HttpStatus.NOT_FOUND, "MISS");

		get("/rates/XXX", HttpStatus.NOT_FOUND, "MISS");
	}

	private BodyContentSpec get(String path, String cache) {
		return get(path, HttpStatus.OK, cache);
	}

	private BodyContentSpec get(String path, HttpStatus status, String cache) {
		return this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.valueEquals("X-Cache", cache)
			.expectBody();
	}

	private void set(String currency, String price) {
		this.client.method(HttpMethod.POST)
			.uri("/rates/" + currency)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(price)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult();
	}

}
