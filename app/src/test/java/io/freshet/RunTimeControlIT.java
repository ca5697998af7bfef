package io.freshet;

import java.util.Map;
import java.util.Objects;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * An administrator changes caches of the whole application while it runs.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class RunTimeControlIT {

	private static final String LIST = "/api/v1/tags?size=3";

	@Autowired
	private WebTestClient client;

	private String token = "";

	@BeforeEach
	void logIn() {
		Map<?, ?> answer = this.client.post()
			.uri("/api/v1/auth/token")
			.bodyValue(Map.of("username", "admin", "password", "admin"))
			.exchange()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		this.token = String.valueOf(Objects.requireNonNull(answer).get("access_token"));
	}

	@Test
	void passesResponsesByWhileTheirCacheIsSwitchedOff() {
		read("MISS");
		read("HIT");

		patch("responses", "{\"enabled\": false}").expectStatus().isOk();
		read("BYPASS");
		patch("responses", "{\"enabled\": null}").expectStatus().isOk();

		read("HIT");
	}

	@Test
	void listsTheCachesAsConfiguredAndAsChanged() {
		patch("post-lists", "{\"ttl\": \"PT1M\"}").expectStatus().isOk();

		this.client.get()
			.uri("/api/v1/cache/caches")
			.headers((headers) -> headers.setBearerAuth(this.token))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[?(@.name == 'post-lists')].ttl")
			.isEqualTo("PT1M")
			.jsonPath("$[?(@.name == 'post-lists')].hardTtl")
			.isEqualTo("PT11M")
			.jsonPath("$[?(@.name == 'post-lists')].changed[0]")
			.isEqualTo("ttl")
			.jsonPath("$[?(@.name == 'tags')].refreshAheadAge")
			.isEqualTo(0.8)
			.jsonPath("$[?(@.name == 'responses')].enabled")
			.isEqualTo(true);
	}

	@Test
	void knowsNoOtherCache() {
		patch("nothing", "{\"enabled\": false}").expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:freshet:problem:cache-not-found");
	}

	private void read(String cached) {
		this.client.get().uri(LIST).exchange().expectHeader().valueEquals("X-Cache", cached);
	}

	private ResponseSpec patch(String cache, String body) {
		return this.client.patch()
			.uri("/api/v1/cache/caches/{name}", cache)
			.headers((headers) -> headers.setBearerAuth(this.token))
			.contentType(MediaType.valueOf("application/merge-patch+json"))
			.bodyValue(body)
			.exchange();
	}

}
