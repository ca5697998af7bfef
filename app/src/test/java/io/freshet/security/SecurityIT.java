package io.freshet.security;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SecurityIT {

	private static final String CHALLENGE = HttpHeaders.WWW_AUTHENTICATE;

	@Autowired
	private WebTestClient client;

	@Autowired
	private DevelopmentIssuer issuer;

	@ParameterizedTest
	@ValueSource(strings = { "/api/v1/posts", "/api/v1/tags", "/openapi.json", "/metrics", "/health",
			"/health/liveness", "/health/readiness" })
	void readingIsPublic(String path) {
		this.client.get().uri(path).exchange().expectStatus().isOk();
	}

	@Test
	void writesTheHeadersOfSpringSecurity() {
		this.client.get()
			.uri("/api/v1/posts")
			.exchange()
			.expectHeader()
			.valueEquals("X-Content-Type-Options", "nosniff")
			.expectHeader()
			.valueEquals("X-Frame-Options", "DENY");
	}

	@Nested
	class WithoutToken {

		@ParameterizedTest
		@CsvSource({ "POST, /api/v1/posts", "PUT, /api/v1/posts/1", "PATCH, /api/v1/posts/1",
				"DELETE, /api/v1/posts/1" })
		void refusesWritingPosts(String method, String path) {
			refuses(method, path, "posts:write");
		}

		@ParameterizedTest
		@CsvSource({ "POST, /api/v1/tags", "PUT, /api/v1/tags/a", "PATCH, /api/v1/tags/a", "DELETE, /api/v1/tags/a" })
		void refusesWritingTags(String method, String path) {
			refuses(method, path, "tags:write");
		}

		@ParameterizedTest
		@CsvSource({ "GET, /api/v1/cache/stats", "DELETE, /api/v1/cache/clear", "GET, /api/v1/cache/caches",
				"PATCH, /api/v1/cache/caches/posts", "GET, /api/v1/cache/explain", "POST, /api/v1/cache/purge",
				"POST, /api/v1/cache/warm" })
		void refusesAdministration(String method, String path) {
			refuses(method, path, "cache:admin");
		}

		private void refuses(String method, String path, String scope) {
			SecurityIT.this.client.method(HttpMethod.valueOf(method))
				.uri(path)
				.exchange()
				.expectStatus()
				.isUnauthorized()
				.expectHeader()
				.valueEquals(CHALLENGE, "Bearer realm=\"freshet\", scope=\"" + scope + "\"")
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON)
				.expectBody()
				.jsonPath("$.type")
				.isEqualTo("urn:freshet:problem:unauthorized")
				.jsonPath("$.status")
				.isEqualTo(401)
				.jsonPath("$.requiredScope")
				.isEqualTo(scope)
				.jsonPath("$.instance")
				.isEqualTo(path);
		}

	}

	@Nested
	class WithToken {

		@Test
		void saysWhichScopeIsMissing() {
			String token = tokenOf("reader");

			post(token).expectStatus()
				.isForbidden()
				.expectHeader()
				.valueMatches(CHALLENGE, ".*error=\"insufficient_scope\".*scope=\"posts:write\"")
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON)
				.expectBody()
				.jsonPath("$.detail")
				.isEqualTo("This needs a token with the scope 'posts:write'")
				.jsonPath("$.requiredScope")
				.isEqualTo("posts:write");
		}

		@Test
		void editorWritesPostsButDoesNotAdministrate() {
			String token = tokenOf("editor");

			post(token).expectStatus().isCreated();
			SecurityIT.this.client.get()
				.uri("/api/v1/cache/stats")
				.headers((headers) -> headers.setBearerAuth(token))
				.exchange()
				.expectStatus()
				.isForbidden();
		}

		@ParameterizedTest
		@CsvSource({ "GET, /api/v1/cache/explain", "POST, /api/v1/cache/purge", "POST, /api/v1/cache/warm" })
		void readerDoesNotAdministrateResponses(String method, String path) {
			SecurityIT.this.client.method(HttpMethod.valueOf(method))
				.uri(path)
				.headers((headers) -> headers.setBearerAuth(tokenOf("reader")))
				.exchange()
				.expectStatus()
				.isForbidden()
				.expectBody()
				.jsonPath("$.requiredScope")
				.isEqualTo("cache:admin");
		}

		@Test
		void refusesTokenForAnotherAudience() {
			DevelopmentUser user = DevelopmentUser.find("admin", "admin").orElseThrow();
			String token = SecurityIT.this.issuer.issue(user, "somebody-else").accessToken();

			refuses(token);
		}

		@Test
		void refusesTokenOfAnotherIssuer() {
			DevelopmentUser user = DevelopmentUser.find("admin", "admin").orElseThrow();
			String token = new DevelopmentIssuer("freshet", Duration.ofHours(1), InstantSource.system()).issue(user)
				.accessToken();

			refuses(token);
		}

		@Test
		void refusesTamperedToken() {
			String token = tokenOf("admin");

			refuses(token.substring(0, token.length() - 8) + "AAAAAAAA");
		}

		@Test
		void refusesUnsignedToken() {
			refuses("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInNjb3BlIjoicG9zdHM6d3JpdGUifQ.");
		}

		private void refuses(String token) {
			post(token).expectStatus()
				.isUnauthorized()
				.expectHeader()
				.valueMatches(CHALLENGE, "Bearer .*error=\"invalid_token\".*")
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		}

		private WebTestClient.ResponseSpec post(String token) {
			return SecurityIT.this.client.post()
				.uri("/api/v1/posts")
				.headers((headers) -> headers.setBearerAuth(token))
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{\"title\":\"A title\",\"body\":\"A body\"}")
				.exchange();
		}

	}

	@Nested
	class DevelopmentTokens {

		@Test
		void answersAsOAuth2Does() {
			SecurityIT.this.client.post()
				.uri(TokenController.PATH)
				.bodyValue(Map.of("username", "editor", "password", "editor"))
				.exchange()
				.expectStatus()
				.isOk()
				.expectHeader()
				.valueMatches(HttpHeaders.CACHE_CONTROL, ".*no-store.*")
				.expectBody()
				.jsonPath("$.token_type")
				.isEqualTo("Bearer")
				.jsonPath("$.expires_in")
				.isEqualTo(3600)
				.jsonPath("$.scope")
				.isEqualTo("posts:write tags:write")
				.jsonPath("$.access_token")
				.isNotEmpty();
		}

		@Test
		void acceptsForm() {
			SecurityIT.this.client.post()
				.uri(TokenController.PATH)
				.contentType(MediaType.APPLICATION_FORM_URLENCODED)
				.bodyValue("username=reader&password=reader")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.scope")
				.isEqualTo("");
		}

		@ParameterizedTest
		@CsvSource({ "admin, wrong", "nobody, admin", "admin, ''", "'', ''" })
		void refusesWrongCredentials(String username, String password) {
			SecurityIT.this.client.post()
				.uri(TokenController.PATH)
				.bodyValue(Map.of("username", username, "password", password))
				.exchange()
				.expectStatus()
				.isEqualTo(HttpStatus.UNAUTHORIZED)
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON)
				.expectBody()
				.jsonPath("$.type")
				.isEqualTo("urn:freshet:problem:wrong-credentials");
		}

		@Test
		void namesMissingFields() {
			SecurityIT.this.client.post()
				.uri(TokenController.PATH)
				.bodyValue(Map.of("username", "admin"))
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectBody()
				.jsonPath("$.errors[0].field")
				.isEqualTo("password");
		}

	}

	private String tokenOf(String user) {
		Token token = this.client.post()
			.uri(TokenController.PATH)
			.bodyValue(Map.of("username", user, "password", user))
			.exchange()
			.expectBody(Token.class)
			.returnResult()
			.getResponseBody();
		assertThat(token).isNotNull();
		return token.accessToken();
	}

}
