package io.freshet.security;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in by an issuer that is configured, as a confidential client behind a proxy
 * that ends TLS.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "freshet.security.audience=freshet-test", "freshet.security.client-id=the-cache",
				"freshet.security.client-secret=a-secret", "server.forward-headers-strategy=framework" })
class IssuerSignInIT {

	private static final OpenIdProvider provider = OpenIdProvider.start();

	private static final String SIGN_IN = "__Host-freshet-sign-in";

	private static final String TOKEN = "__Host-freshet-token";

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void issuer(DynamicPropertyRegistry registry) {
		registry.add("freshet.security.issuer-uri", provider::issuer);
	}

	@AfterAll
	static void stopProvider() {
		provider.close();
	}

	@Test
	void sendsPeopleToTheIssuerAndTakesTheTokenTheyBring() {
		EntityExchangeResult<Void> left = leave();
		URI asked = Objects.requireNonNull(left.getResponseHeaders().getLocation());
		assertThat(asked.toString()).startsWith(provider.issuer() + "/authorize?")
			.contains("client_id=the-cache", "scope=cache:admin", "code_challenge_method=S256");
		assertThat(asked.getRawQuery()).contains("redirect_uri=https://freshet.example.org/admin/sign-in/return");

		EntityExchangeResult<byte[]> back = comeBack(left, provider.signIn(asked, token("freshet-test", "cache:admin")))
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult();

		var cookie = Objects.requireNonNull(back.getResponseCookies().getFirst(TOKEN));
		assertThat(cookie.isSecure()).isTrue();
		assertThat(cookie.getSameSite()).isEqualTo("Strict");
		assertThat(Objects.requireNonNull(back.getResponseCookies().getFirst(SIGN_IN)).getMaxAge()).isZero();
		assertThat(provider.authorizations()).last().asString().startsWith("Basic ");
		asked("/admin").cookie(TOKEN, cookie.getValue()).exchange().expectStatus().isOk();
		asked("/admin").cookie("freshet-token", cookie.getValue()).exchange().expectStatus().isFound();
	}

	@Test
	void saysWhatTheTokenOfTheIssuerLacks() {
		EntityExchangeResult<Void> left = leave();
		URI asked = Objects.requireNonNull(left.getResponseHeaders().getLocation());

		comeBack(left, provider.signIn(asked, token("another", "cache:admin"))).expectStatus()
			.isBadRequest()
			.expectCookie()
			.doesNotExist(TOKEN)
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("The issuer&#39;s token is not accepted here"));
	}

	@Test
	void hasNoSignInPageOfItsOwn() {
		asked(SignInPaths.DEVELOPMENT).exchange().expectStatus().isNotFound();
	}

	private EntityExchangeResult<Void> leave() {
		return asked(SignInPaths.START).exchange().expectStatus().isFound().expectBody().isEmpty();
	}

	private ResponseSpec comeBack(EntityExchangeResult<Void> left, URI back) {
		URI here = URI.create("http://localhost:" + this.port + back.getRawPath() + "?" + back.getRawQuery());
		return forwarded(this.client.get().uri(here))
			.cookie(SIGN_IN, Objects.requireNonNull(left.getResponseCookies().getFirst(SIGN_IN)).getValue())
			.exchange();
	}

	private WebTestClient.RequestHeadersSpec<?> asked(String path) {
		return forwarded(this.client.get().uri(path));
	}

	private static WebTestClient.RequestHeadersSpec<?> forwarded(WebTestClient.RequestHeadersSpec<?> request) {
		return request.header("X-Forwarded-Proto", "https")
			.header("X-Forwarded-Host", "freshet.example.org")
			.header(HttpHeaders.ACCEPT, "text/html");
	}

	private static String token(String audience, String scope) {
		return provider.token(provider.issuer(), audience, scope, Instant.now().plus(Duration.ofMinutes(5)));
	}

}
