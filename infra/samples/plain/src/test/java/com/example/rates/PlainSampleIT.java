package com.example.rates;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample as its users see it, with neither a database nor Redis anywhere.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "rates.delay=1ms")
class PlainSampleIT {

	@LocalServerPort
	private int port;

	@Autowired
	private CentralBank bank;

	private WebTestClient client;

	@BeforeEach
	void connect() {
		this.client = clientOf(this.port);
		// Whatever the test before left.
		set("USD", "1.1");
	}

	private static WebTestClient clientOf(int port) {
		return WebTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
	}

	@Test
	void answersFromTheCacheWhatWasAskedBefore() {
		byte[] first = get("/rates/USD", "MISS").expectStatus().isOk().expectBody().returnResult().getResponseBody();
		int asked = this.bank.asked();

		ResponseSpec second = get("/rates/USD", "HIT");

		second.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectHeader()
			.exists(HttpHeaders.AGE)
			.expectBody(byte[].class)
			.isEqualTo(first);
		assertThat(this.bank.asked()).isEqualTo(asked);
	}

	@Test
	void answersAnewWhatAPostChanged() {
		get("/rates/USD", "MISS");
		get("/rates", "MISS");
		get("/rates", "HIT");

		set("USD", "1.25");

		get("/rates/USD", "MISS").expectBody().jsonPath("$.price").isEqualTo(1.25);
		get("/rates", "MISS").expectBody().jsonPath("$[?(@.currency == 'USD')].price").isEqualTo(1.25);
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
		String tag = get("/rates/USD", "MISS").returnResult(byte[].class).getResponseHeaders().getETag();

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
	void doesNotKeepThatThereIsNoRate() {
		get("/rates/XXX", "MISS").expectStatus().isNotFound();

		get("/rates/XXX", "MISS").expectStatus().isNotFound();
	}

	@Test
	void startsWithNothingElseOnTheMachineAndWithoutAWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext application = SpringApplication.run(RatesApplication.class,
				"--server.port=0", "--rates.delay=1ms")) {
			int own = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

			clientOf(own).get().uri("/rates/USD").exchange().expectStatus().isOk();
		}

		assertThat(output).contains("Started RatesApplication").doesNotContain(" WARN ", " ERROR ");
	}

	private ResponseSpec get(String path, String cache) {
		return this.client.get().uri(path).exchange().expectHeader().valueEquals("X-Cache", cache);
	}

	private void set(String currency, String price) {
		this.client.method(HttpMethod.POST)
			.uri("/rates/" + currency)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(price)
			.exchange()
			.expectStatus()
			.isOk();
	}

}
