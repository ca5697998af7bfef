package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.http.RequestDecision.Bypass;
import io.freshet.caching.http.RequestDecision.Lookup;
import io.freshet.caching.http.StorageDecision.Keep;

import static org.assertj.core.api.Assertions.assertThat;

/** What the safe profile does otherwise than RFC 9111 would allow. */
class SafeProfileTests {

	private static final RoutePolicy ROUTE = RoutePolicy.safe().build();

	private static final RoutePolicy IGNORING_COOKIES = RoutePolicy.safe().ignoreCookies(true).build();

	private static final RoutePolicy SCOPED = RoutePolicy.safe().principalScoped(true).build();

	@Nested
	class LookingUp {

		@ParameterizedTest
		@CsvSource({ "Authorization, Bearer x, AUTHORIZATION", "Authorization, '', AUTHORIZATION",
				"Cookie, a=b, COOKIES", "Cookie, '', COOKIES", "Cache-Control, no-store, NO_STORE",
				"Transfer-Encoding, chunked, BODY", "Content-Length, 1, BODY", "Content-Length, x, BODY",
				"Upgrade, websocket, UPGRADE" })
		void isNotForWhatMayBePersonalOrNoPlainRequest(String name, String value, BypassReason reason) {
			assertThat(decide(ROUTE, name, value)).isEqualTo(new Bypass(reason));
		}

		@ParameterizedTest
		@CsvSource({ "X-None, x", "Content-Length, 0", "Cache-Control, no-cache", "Pragma, no-cache" })
		void isForAnythingElse(String name, String value) {
			assertThat(decide(ROUTE, name, value)).isEqualTo(decide(ROUTE)).isInstanceOf(Lookup.class);
		}

		@Test
		void isForCookiesThatTheRouteIgnoresButNotForCredentials() {
			assertThat(decide(IGNORING_COOKIES, "Cookie", "a=b")).isEqualTo(decide(ROUTE));
			assertThat(decide(IGNORING_COOKIES, "Cookie", "a=b", "Authorization", "x"))
				.isEqualTo(new Bypass(BypassReason.AUTHORIZATION));
		}

		@Test
		void isForHeadUnderTheKeyOfGet() {
			assertThat(RequestDecision.of(Requests.of("HEAD"), ROUTE)).isEqualTo(decide(ROUTE));
		}

		@Test
		void isForEachPrincipalApart() {
			RequestDecision ann = scoped("ann");

			assertThat(ann).isInstanceOf(Lookup.class).isEqualTo(scoped("ann")).isNotEqualTo(scoped("bob"));
			assertThat(ann).isNotEqualTo(decide(ROUTE));
			assertThat(RequestDecision.key(Requests.get(), SCOPED)).as("nobody is not called null")
				.isNotEqualTo(((Lookup) scoped("null")).key());
			assertThat(decide(SCOPED)).isEqualTo(new Bypass(BypassReason.NO_PRINCIPAL));
		}

		@ParameterizedTest
		@ValueSource(strings = { "Authorization", "Cookie" })
		void isOpenToAnyoneInTheStandardProfileWhichJudgesTheResponse(String name) {
			assertThat(decide(Responses.STANDARD, name, "x")).isInstanceOf(Lookup.class);
		}

		@ParameterizedTest
		@CsvSource({ "Content-Length, 1, BODY", "Upgrade, x, UPGRADE" })
		void isNotForABodyInEitherProfile(String name, String value, BypassReason reason) {
			assertThat(decide(Responses.STANDARD, name, value)).isEqualTo(new Bypass(reason));
		}

		private RequestDecision scoped(String principal) {
			return RequestDecision.of(Requests.of(principal, Fields.of("Authorization", "x", "Cookie", "a=b")), SCOPED);
		}

		private RequestDecision decide(RoutePolicy route, String... headers) {
			return RequestDecision.of(Requests.get(headers), route);
		}

	}

	@Nested
	class Keeping {

		@ParameterizedTest
		@CsvSource({ "Content-Range, bytes 0-1/2, PARTIAL", "Cache-Control, no-store, CACHE_CONTROL",
				"Cache-Control, private, CACHE_CONTROL", "Cache-Control, no-cache, CACHE_CONTROL",
				"Cache-Control, 'private=\"a\"', CACHE_CONTROL", "Cache-Control, 'no-cache=\"a\"', CACHE_CONTROL",
				"Cache-Control, 'no-store, must-understand', CACHE_CONTROL", "Set-Cookie, a=b, SET_COOKIE",
				"Set-Cookie, '', SET_COOKIE", "Vary, *, VARY", "Vary, 'Accept, *', VARY",
				"Content-Length, 1048577, TOO_LARGE", "Content-Length, soon, TOO_LARGE" })
		void isNotForWhatMayBePersonalOrNotWhole(String name, String value, RefusalReason reason) {
			assertThat(Responses.ok(name, value).on(ROUTE).refusal()).isEqualTo(reason);
		}

		@ParameterizedTest
		@ValueSource(ints = { 201, 204, 301, 302, 304, 400, 403, 404, 500, 503, 999 })
		void isNotForAStatusThatTheRouteDoesNotList(int status) {
			assertThat(Responses.of(status).on(ROUTE).refusal()).isEqualTo(RefusalReason.STATUS);
		}

		@Test
		void isNotForAPartEvenIfTheRouteListsIt() {
			assertThat(Responses.of(206).on(RoutePolicy.safe().statuses(Set.of(206)).build()).refusal())
				.isEqualTo(RefusalReason.PARTIAL);
		}

		@ParameterizedTest
		@CsvSource({ "Authorization, AUTHORIZATION", "Cookie, COOKIES" })
		void isNotForTheAnswerToCredentialsWhateverItSays(String name, RefusalReason reason) {
			Responses response = Responses.ok("Cache-Control", "public, s-maxage=60").to(Fields.of(name, "x"));

			assertThat(response.on(ROUTE).refusal()).isEqualTo(reason);
			assertThat(response.on(SCOPED).decision()).isInstanceOf(Keep.class);
		}

		@ParameterizedTest
		@CsvSource({ "Cache-Control, 'max-age=0, must-revalidate'", "Expires, 0", "Cache-Control, s-maxage=9999",
				"ETag, '\"1\"'" })
		void isForAsLongAsTheRouteSays(String name, String value) {
			Keep keep = Responses.ok(name, value).on(ROUTE).keep();

			assertThat(keep.freshFor()).isEqualTo(Duration.ofMinutes(5));
			assertThat(keep.keepFor()).isEqualTo(Duration.ofMinutes(5));
			assertThat(keep.reusable()).isTrue();
		}

		@Test
		void isLongerWhereTheRouteValidates() {
			RoutePolicy route = RoutePolicy.safe().keepStale(Duration.ofMinutes(1)).build();

			assertThat(Responses.ok("ETag", "\"1\"").on(route).keep().keepFor()).isEqualTo(Duration.ofMinutes(6));
			assertThat(Responses.ok().on(route).keep().keepFor()).isEqualTo(Duration.ofMinutes(5));
		}

		@Test
		void obeysAFieldOfItsOwn() {
			assertThat(Responses.ok("Freshet-Cache-Control", "no-store").on(ROUTE).refusal())
				.isEqualTo(RefusalReason.CACHE_CONTROL);
			assertThat(Responses.ok("CDN-Cache-Control", "no-store").on(ROUTE).decision()).isInstanceOf(Keep.class);
		}

	}

	@Nested
	class Keys {

		@Test
		void readTheQueryAsTheHandlerDoesOrAsItCame() {
			CacheRequest one = new CacheRequest("GET", new RequestTarget(Requests.TARGET, Map.of(), "a=1&b=2"),
					Fields.NONE, null);
			CacheRequest other = new CacheRequest("GET", new RequestTarget(Requests.TARGET, Map.of(), "b=2&a=1"),
					Fields.NONE, null);

			assertThat(RequestDecision.key(one, ROUTE)).isEqualTo(RequestDecision.key(other, ROUTE));
			assertThat(RequestDecision.key(one, Responses.STANDARD))
				.isNotEqualTo(RequestDecision.key(other, Responses.STANDARD));
		}

		@ParameterizedTest
		@ValueSource(strings = { "http://h/A", "http://h/a/", "http://h/a;x", "http://h//a", "http://h/%61",
				"http://h/b/../a", "https://h/a", "http://h:81/a", "http://h/a%3Fx=1" })
		void leaveThePathAsItIs(String target) {
			assertThat(RequestDecision.key(Requests.get(target, Map.of()), ROUTE))
				.isNotEqualTo(RequestDecision.key(Requests.get("http://h/a", Map.of()), ROUTE));
		}

		@Test
		void cannotBeForgedByAFieldOrAQuery() {
			CacheRequest ann = Requests.of("ann", Fields.NONE);
			CacheRequest forged = Requests.of("x", Fields.of("Accept", "text @=ann"));
			CacheRequest raw = Requests.withRawQuery("a accept=b");

			assertThat(RequestDecision.key(ann, SCOPED)).isNotEqualTo(RequestDecision.key(forged, SCOPED));
			assertThat(RequestDecision.key(raw, RoutePolicy.standard().keyedHeaders(List.of("Accept")).build()).value())
				.doesNotContain(" accept=");
		}

	}

}
