package io.freshet.security;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in by the development issuer, and what the cookie of who is signed in is good
 * for.
 */
@WithRealServers
@AutoConfigureWebTestClient(timeout = "30s")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SignInIT {

	private static final String TOKEN = Cookies.TOKEN.name();

	private static final String SIGN_IN = Cookies.SIGN_IN.name();

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@Nested
	class OnTheWay {

		@Test
		void asksForACodeWithAChallenge() {
			EntityExchangeResult<Void> left = leave();

			Map<String, String> asked = query(location(left)).toSingleValueMap();
			assertThat(location(left).getPath()).isEqualTo(SignInPaths.DEVELOPMENT);
			assertThat(asked).containsEntry("response_type", "code")
				.containsEntry("client_id", "freshet-admin")
				.containsEntry("code_challenge_method", "S256")
				.containsKeys("state", "code_challenge", "redirect_uri");
			ResponseCookie cookie = cookie(left, SIGN_IN);
			assertThat(cookie.isHttpOnly()).isTrue();
			assertThat(cookie.getSameSite()).isEqualTo("Lax");
			assertThat(cookie.getValue()).doesNotContain(asked.get("state"));
		}

		@Test
		void setsTheTokenAsACookieThatScriptsAndOtherSitesDoNotGet() {
			ResponseCookie token = cookie(signIn("admin"), TOKEN);

			assertThat(token.isHttpOnly()).isTrue();
			assertThat(token.getSameSite()).isEqualTo("Strict");
			assertThat(token.getPath()).isEqualTo("/");
			assertThat(token.getMaxAge()).isPositive();
		}

		@Test
		void redeemsACodeOnce() {
			EntityExchangeResult<Void> left = leave();
			URI back = location(confirm(left, "admin"));
			comeBack(left, back).expectStatus().isOk();

			EntityExchangeResult<byte[]> again = comeBack(left, back).expectStatus()
				.isBadRequest()
				.expectBody()
				.returnResult();

			assertThat(again.getResponseCookies()).doesNotContainKey(TOKEN);
		}

		@Test
		void redeemsNoCodeWithoutTheCookieOfWhoLeft() {
			URI back = location(confirm(leave(), "admin"));

			SignInIT.this.client.get()
				.uri(absolute(back))
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectCookie()
				.doesNotExist(TOKEN);
		}

		@Test
		void redeemsNoCodeForAnotherSignIn() {
			EntityExchangeResult<Void> mine = leave();
			String state = String.valueOf(query(location(mine)).getFirst("state"));
			URI theirs = location(confirm(leave(), "admin"));
			URI mixed = UriComponentsBuilder.fromUri(theirs).replaceQueryParam("state", "{state}").build(state);

			comeBack(mine, mixed).expectStatus().isBadRequest().expectCookie().doesNotExist(TOKEN);
		}

		@Test
		void takesNoCookieThatWasTamperedWith() {
			EntityExchangeResult<Void> left = leave();
			URI back = location(confirm(left, "admin"));
			String value = cookie(left, SIGN_IN).getValue();

			SignInIT.this.client.get()
				.uri(absolute(back))
				.cookie(SIGN_IN, value.substring(0, value.length() - 6) + "AAAAAA")
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectCookie()
				.doesNotExist(TOKEN);
		}

		@ParameterizedTest
		@CsvSource({ "redirect_uri, https://elsewhere.example.org/", "client_id, another", "response_type, token",
				"code_challenge_method, plain", "code_challenge, short", "state, ''" })
		void givesNoCodeForAnyOtherRequest(String parameter, String value) {
			URI asked = UriComponentsBuilder.fromUri(location(leave()))
				.replaceQueryParam(parameter, "{value}")
				.build(value);

			SignInIT.this.client.get()
				.uri(absolute(asked))
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectHeader()
				.doesNotExist(HttpHeaders.LOCATION);
		}

		@Test
		void givesNoCodeForAWrongPassword() {
			post(location(leave()), "admin", "wrong").expectStatus()
				.isUnauthorized()
				.expectHeader()
				.doesNotExist(HttpHeaders.LOCATION);
		}

		@Test
		void saysThatTheIssuerLetNobodyIn() {
			EntityExchangeResult<Void> left = leave();
			String state = String.valueOf(query(location(left)).getFirst("state"));

			comeBack(left, URI.create(SignInPaths.RETURN + "?error=access_denied&state=" + state)).expectStatus()
				.isBadRequest()
				.expectBody(String.class)
				.value((body) -> assertThat(body).contains("The issuer did not let you in."));
		}

	}

	@Nested
	class SignedIn {

		private final String token = cookie(signIn("admin"), TOKEN).getValue();

		@Test
		void seesThePageAndAsksTheRoutesBehindIt() {
			get("/admin").expectStatus().isOk().expectHeader().contentTypeCompatibleWith(MediaType.TEXT_HTML);
			get("/api/v1/cache/stats").expectStatus().isOk();
		}

		@Test
		void isNobodyElsewhere() {
			SignInIT.this.client.post()
				.uri("/api/v1/posts")
				.cookie(TOKEN, this.token)
				.bodyValue(Map.of("title", "A title", "body", "A body"))
				.exchange()
				.expectStatus()
				.isUnauthorized();
		}

		@Test
		void leavesNothingInTheResponseCache() {
			for (String told : new String[] { "BYPASS", "BYPASS" }) {
				get("/api/v1/tags?size=17").expectHeader().valueEquals("X-Cache", told);
			}
			SignInIT.this.client.get()
				.uri("/api/v1/tags?size=17")
				.exchange()
				.expectHeader()
				.valueEquals("X-Cache", "MISS")
				.expectHeader()
				.doesNotExist(HttpHeaders.SET_COOKIE);
		}

		@Test
		void changesNothingWithoutProofThatThePageAsked() {
			SignInIT.this.client.delete()
				.uri("/api/v1/cache/clear?pattern=nothing:*")
				.cookie(TOKEN, this.token)
				.exchange()
				.expectStatus()
				.isForbidden()
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON)
				.expectBody()
				.jsonPath("$.detail")
				.value(String.class, (detail) -> assertThat(detail).contains("must prove"));
		}

		@Test
		void changesSomethingWithProof() {
			EntityExchangeResult<Map<?, ?>> session = session();

			SignInIT.this.client.delete()
				.uri("/api/v1/cache/clear?pattern=nothing:*")
				.cookie(TOKEN, this.token)
				.cookie("freshet-csrf", cookie(session, "freshet-csrf").getValue())
				.header(member(session, "csrfHeader"), member(session, "csrfToken"))
				.exchange()
				.expectStatus()
				.isOk();
		}

		@Test
		void provesNothingByTheCookieAlone() {
			EntityExchangeResult<Map<?, ?>> session = session();

			SignInIT.this.client.delete()
				.uri("/api/v1/cache/clear?pattern=nothing:*")
				.cookie(TOKEN, this.token)
				.cookie("freshet-csrf", cookie(session, "freshet-csrf").getValue())
				.exchange()
				.expectStatus()
				.isForbidden();
		}

		@Test
		void needsNoProofWithATokenInTheHeader() {
			SignInIT.this.client.delete()
				.uri("/api/v1/cache/clear?pattern=nothing:*")
				.headers((headers) -> headers.setBearerAuth(this.token))
				.exchange()
				.expectStatus()
				.isOk()
				.expectHeader()
				.doesNotExist(HttpHeaders.SET_COOKIE);
		}

		@Test
		void signsOut() {
			EntityExchangeResult<Map<?, ?>> session = session();

			SignInIT.this.client.post()
				.uri(SignInPaths.SIGN_OUT)
				.cookie(TOKEN, this.token)
				.cookie("freshet-csrf", cookie(session, "freshet-csrf").getValue())
				.body(BodyInserters.fromFormData(member(session, "csrfParameter"), member(session, "csrfToken")))
				.exchange()
				.expectStatus()
				.isSeeOther()
				.expectHeader()
				.location(SignInPaths.SIGNED_OUT)
				.expectCookie()
				.maxAge(TOKEN, Duration.ZERO);
		}

		@Test
		void isNotSignedOutByAnotherSite() {
			SignInIT.this.client.post()
				.uri(SignInPaths.SIGN_OUT)
				.cookie(TOKEN, this.token)
				.exchange()
				.expectStatus()
				.isForbidden();
		}

		private ResponseSpec get(String path) {
			return SignInIT.this.client.get().uri(path).cookie(TOKEN, this.token).exchange();
		}

		@SuppressWarnings({ "unchecked", "rawtypes" })
		private EntityExchangeResult<Map<?, ?>> session() {
			return (EntityExchangeResult) get(SignInPaths.SESSION).expectStatus()
				.isOk()
				.expectBody(Map.class)
				.returnResult();
		}

		private static String member(EntityExchangeResult<Map<?, ?>> session, String name) {
			return String.valueOf(Objects.requireNonNull(session.getResponseBody()).get(name));
		}

	}

	@Nested
	class NotSignedIn {

		@Test
		void isSentToSignInFromThePage() {
			isSentToSignIn(page());
		}

		@Test
		void isSentThereAlsoWithACookieThatIsNoLongerAccepted() {
			isSentToSignIn(page().cookie(TOKEN, "eyJhbGciOiJub25lIn0.e30."));
		}

		private RequestHeadersSpec<?> page() {
			return SignInIT.this.client.get().uri("/admin");
		}

		private static void isSentToSignIn(RequestHeadersSpec<?> request) {
			request.exchange().expectStatus().isFound().expectHeader().location(SignInPaths.START);
		}

		@Test
		void getsAProblemDocumentFromTheRoutes() {
			SignInIT.this.client.get()
				.uri("/api/v1/cache/stats")
				.header("HX-Request", "true")
				.accept(MediaType.TEXT_HTML)
				.exchange()
				.expectStatus()
				.isUnauthorized()
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/admin/signed-out", "/admin/assets/base.css", "/admin/assets/main.js",
				"/webjars/htmx.org/dist/htmx.min.js", "/webjars/chart.js/dist/chart.umd.js" })
		void getsWhatIsNoSecret(String path) {
			SignInIT.this.client.get().uri(path).cookie(TOKEN, "expired").exchange().expectStatus().isOk();
		}

		@ParameterizedTest
		@ValueSource(strings = { "/admin", "/admin/signed-out", "/admin/assets/main.js", "/admin/sign-in/development" })
		void isToldNothingButByThisApplication(String path) {
			SignInIT.this.client.get()
				.uri(path)
				.exchange()
				.expectHeader()
				.value("Content-Security-Policy",
						(policy) -> assertThat(policy)
							.startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
							.contains("frame-ancestors 'none'")
							.doesNotContain("unsafe"))
				.expectHeader()
				.valueEquals("Referrer-Policy", "no-referrer")
				.expectHeader()
				.valueEquals("X-Content-Type-Options", "nosniff")
				.expectHeader()
				.valueMatches(HttpHeaders.CACHE_CONTROL, ".*no-store.*");
		}

	}

	private EntityExchangeResult<Void> leave() {
		return this.client.get().uri(SignInPaths.START).exchange().expectStatus().isFound().expectBody().isEmpty();
	}

	private EntityExchangeResult<Void> confirm(EntityExchangeResult<Void> left, String user) {
		return post(location(left), user, user).expectStatus().isSeeOther().expectBody().isEmpty();
	}

	private ResponseSpec post(URI asked, String user, String password) {
		var form = query(asked);
		form.add("username", user);
		form.add("password", password);
		return this.client.post().uri(SignInPaths.DEVELOPMENT).body(BodyInserters.fromFormData(form)).exchange();
	}

	private ResponseSpec comeBack(EntityExchangeResult<Void> left, URI back) {
		return this.client.get().uri(absolute(back)).cookie(SIGN_IN, cookie(left, SIGN_IN).getValue()).exchange();
	}

	private EntityExchangeResult<byte[]> signIn(String user) {
		EntityExchangeResult<Void> left = leave();
		return comeBack(left, location(confirm(left, user))).expectStatus().isOk().expectBody().returnResult();
	}

	private URI absolute(URI uri) {
		return URI.create("http://localhost:" + this.port).resolve(uri);
	}

	private static URI location(EntityExchangeResult<?> result) {
		return Objects.requireNonNull(result.getResponseHeaders().getLocation());
	}

	private static MultiValueMap<String, String> query(URI uri) {
		UriComponents parts = UriComponentsBuilder.fromUri(uri).build();
		var decoded = new LinkedMultiValueMap<String, String>();
		parts.getQueryParams()
			.forEach((name, values) -> values.forEach(
					(value) -> decoded.add(name, URLDecoder.decode(String.valueOf(value), StandardCharsets.UTF_8))));
		return decoded;
	}

	private static ResponseCookie cookie(EntityExchangeResult<?> result, String name) {
		return Objects.requireNonNull(result.getResponseCookies().getFirst(name));
	}

}
