package io.freshet.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens of an issuer that is configured.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "freshet.security.audience=freshet-test")
class IssuerIT {

	private static final OpenIdProvider provider = OpenIdProvider.start();

	private static final String AUDIENCE = "freshet-test";

	private static final String SCOPE = "openid posts:write";

	private final Instant soon = Instant.now().plus(Duration.ofMinutes(5));

	@Autowired
	private WebTestClient client;

	@DynamicPropertySource
	static void issuer(DynamicPropertyRegistry registry) {
		registry.add("freshet.security.issuer-uri", provider::issuer);
	}

	@AfterAll
	static void stopProvider() {
		provider.close();
	}

	@Test
	void acceptsTokenAndTakesItsSubjectForTheAuthor() {
		post(provider.token(provider.issuer(), AUDIENCE, SCOPE, this.soon)).expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.author")
			.isEqualTo("ada");
	}

	@Test
	void refusesTokenForAnotherAudience() {
		post(provider.token(provider.issuer(), "freshet", SCOPE, this.soon)).expectStatus().isUnauthorized();
	}

	@Test
	void refusesTokenThatNamesAnotherIssuer() {
		post(provider.token("https://elsewhere.example.org", AUDIENCE, SCOPE, this.soon)).expectStatus()
			.isUnauthorized();
	}

	@Test
	void refusesTokenWhoseTimeHasPassed() {
		post(provider.token(provider.issuer(), AUDIENCE, SCOPE, Instant.now().minus(Duration.ofHours(1))))
			.expectStatus()
			.isUnauthorized()
			.expectBody()
			.jsonPath("$.detail")
			.value(String.class, (detail) -> assertThat(detail).startsWith("The token is not accepted: Jwt expired"));
	}

	@Test
	void refusesTokenWithoutTheScope() {
		post(provider.token(provider.issuer(), AUDIENCE, "openid", this.soon)).expectStatus().isForbidden();
	}

	@Test
	void issuesNoTokensItself() {
		this.client.post()
			.uri("/api/v1/auth/token")
			.bodyValue(Map.of("username", "admin", "password", "admin"))
			.exchange()
			.expectStatus()
			.isNotFound();
	}

	private WebTestClient.ResponseSpec post(String token) {
		return this.client.post()
			.uri("/api/v1/posts")
			.headers((headers) -> headers.setBearerAuth(token))
			.bodyValue(Map.of("title", "A title", "body", "A body"))
			.exchange();
	}

}
