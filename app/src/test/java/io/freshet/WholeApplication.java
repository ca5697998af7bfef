package io.freshet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.awaitility.Awaitility.await;

/**
 * The whole application on real servers, as anybody and as an administrator sees it from
 * outside.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class WholeApplication {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	WebTestClient anybody;

	WebTestClient administrator;

	@BeforeEach
	void logIn() {
		Map<?, ?> answer = this.anybody.post()
			.uri("/api/v1/auth/token")
			.bodyValue(Map.of("username", "admin", "password", "admin"))
			.exchange()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		String token = String.valueOf(Objects.requireNonNull(answer).get("access_token"));
		this.administrator = this.anybody.mutate().defaultHeaders((headers) -> headers.setBearerAuth(token)).build();
	}

	EntityExchangeResult<byte[]> read(String path) {
		return this.anybody.get().uri(path).exchange().expectBody().returnResult();
	}

	/**
	 * Reads until the answer comes from the cache: what is loaded before an instance has
	 * looked after an invalidation is not kept.
	 */
	EntityExchangeResult<byte[]> readUntilKept(String path) {
		return await().atMost(PATIENCE).until(() -> read(path), (answer) -> cacheOf(answer).equals("HIT"));
	}

	ResponseSpec patch(String path, String body) {
		return this.administrator.patch()
			.uri(path)
			.contentType(MediaType.valueOf("application/merge-patch+json"))
			.bodyValue(body)
			.exchange();
	}

	static String cacheOf(EntityExchangeResult<?> answer) {
		return String.valueOf(answer.getResponseHeaders().getFirst("X-Cache"));
	}

	static String text(EntityExchangeResult<byte[]> answer) {
		return new String(Objects.requireNonNull(answer.getResponseBody()), StandardCharsets.UTF_8);
	}

}
