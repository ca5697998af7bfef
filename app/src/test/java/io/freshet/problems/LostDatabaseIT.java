package io.freshet.problems;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the application answers while its database is away, and after.
 */
@AutoConfigureWebTestClient(timeout = "30s")
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class LostDatabaseIT {

	private static final PostgresServer postgres = PostgresServer.fresh();

	private static final int PROBES = 40;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		Map<String, String> database = RealServers.properties(postgres, postgres.database());
		RedisServer redis = RedisServer.shared();
		database.forEach((name, value) -> registry.add(name, () -> value));
		RealServers.properties(redis, redis.newDatabase()).forEach((name, value) -> registry.add(name, () -> value));
	}

	@AfterAll
	static void stopServer() {
		postgres.close();
	}

	/**
	 * More probes than the pool has connections, so that none of them must keep one.
	 */
	@Test
	void tellsThatTheDatabaseDoesNotAnswerAndLosesNoConnectionOverIt() {
		this.client.get().uri("/health/readiness").exchange().expectStatus().isOk();

		postgres.pause();
		List<String> told = Flux.range(0, PROBES)
			.flatMap((probe) -> WebClient.create("http://localhost:" + this.port)
				.get()
				.uri("/health/readiness")
				.exchangeToMono((response) -> response.bodyToMono(String.class)), PROBES)
			.collectList()
			.block(PATIENCE);
		this.client.get()
			.uri("/health")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectBody()
			.jsonPath("$.components.r2dbc.details.error")
			.isEqualTo("No answer within 1 s");
		this.client.get().uri("/health/liveness").exchange().expectStatus().isOk();

		postgres.resume();
		assertThat(told).hasSize(PROBES)
			.allSatisfy((body) -> assertThat(body).contains("\"status\":\"DOWN\"", "No answer within 1 s"));
		await().atMost(PATIENCE)
			.untilAsserted(() -> this.client.get().uri("/health/readiness").exchange().expectStatus().isOk());
		this.client.get().uri("/api/v1/posts/4713").exchange().expectStatus().isNotFound();
	}

	@Test
	void isUnavailableWhileTheDatabaseIsAwayAndRecoversByItself() {
		this.client.get().uri("/api/v1/tags").exchange().expectStatus().isOk();

		postgres.stop();
		this.client.get()
			.uri("/api/v1/posts/4711")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.valueEquals(HttpHeaders.RETRY_AFTER, "5")
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:unavailable");
		this.client.get().uri("/health/readiness").exchange().expectStatus().isEqualTo(503);
		this.client.get().uri("/health/liveness").exchange().expectStatus().isOk();

		postgres.start();
		this.client.get().uri("/api/v1/posts/4712").exchange().expectStatus().isNotFound();
	}

}
