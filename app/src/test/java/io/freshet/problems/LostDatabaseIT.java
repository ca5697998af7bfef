package io.freshet.problems;

import java.util.Map;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * What the application answers while its database is away, and after.
 */
@AutoConfigureWebTestClient(timeout = "30s")
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class LostDatabaseIT {

	private static final PostgresServer postgres = PostgresServer.fresh();

	@Autowired
	private WebTestClient client;

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
