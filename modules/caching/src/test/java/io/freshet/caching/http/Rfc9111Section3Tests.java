package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.http.StorageDecision.Keep;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9111, section 3: storing responses in caches. */
class Rfc9111Section3Tests {

	private static final String FRESH = "max-age=60";

	@Nested
	class Section3Conditions {

		@ParameterizedTest
		@ValueSource(
				ints = { 200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599 })
		void anyFinalStatusIsKeptWithExplicitFreshness(int status) {
			Responses response = Responses.of(status, "Cache-Control", FRESH);

			assertThat(response.freshFor()).isEqualTo(Duration.ofMinutes(1));
			assertThat(response.keep().reusable()).isTrue();
		}

		@ParameterizedTest
		@ValueSource(ints = { 100, 103, 304 })
		void noOtherStatusIs(int status) {
			assertThat(Responses.of(status, "Cache-Control", FRESH).refusal()).isEqualTo(RefusalReason.STATUS);
		}

		@Test
		void aPartIsNotKept() {
			assertThat(Responses.of(206, "Cache-Control", FRESH, "Content-Range", "bytes 0-9/20").refusal())
				.isEqualTo(RefusalReason.PARTIAL);
		}

		@Test
		void theRouteMayListItsStatuses() {
			RoutePolicy route = RoutePolicy.standard().statuses(Set.of(200)).build();

			assertThat(Responses.of(404, "Cache-Control", FRESH).on(route).refusal()).isEqualTo(RefusalReason.STATUS);
			assertThat(Responses.of(200, "Cache-Control", FRESH).on(route).decision()).isInstanceOf(Keep.class);
		}

		@ParameterizedTest
		@ValueSource(strings = { "HEAD", "PUT", "DELETE", "OPTIONS", "POST", "get" })
		void theAnswerToNoOtherMethodIsKept(String method) {
			assertThat(Responses.ok("Cache-Control", FRESH).to(Requests.of(method)).refusal())
				.isEqualTo(RefusalReason.METHOD);
		}

		@ParameterizedTest
		@CsvSource({ "/things/1, true", "http://origin.example/things/1, true", "'', true", "/things/2, false",
				"http://other.example/things/1, false" })
		void theAnswerToAPostIsKeptWhereItSaysThatItIsTheOneToAGet(String location, boolean kept) {
			StorageDecision decision = Responses.ok("Cache-Control", FRESH, "Content-Location", location)
				.to(Requests.of("POST"))
				.decision();

			assertThat(decision instanceof Keep).isEqualTo(kept);
		}

		@Test
		void theAnswerToAPostIsNotKeptWithoutExplicitFreshness() {
			assertThat(Responses.ok("Content-Location", "/things/1", "Last-Modified", "@-3600")
				.to(Requests.of("POST"))
				.refusal()).isEqualTo(RefusalReason.METHOD);
		}

		@ParameterizedTest
		@ValueSource(strings = { "no-store", "No-StOrE", "max-age=60, no-store", "private", "private, max-age=60" })
		void whatForbidsItIsObeyed(String directive) {
			assertThat(Responses.ok("Cache-Control", directive, "Expires", "@60").refusal())
				.isEqualTo(RefusalReason.CACHE_CONTROL);
		}

		@Test
		void theClientMayForbidIt() {
			assertThat(Responses.ok("Cache-Control", FRESH).to(Fields.of("Cache-Control", "no-store")).refusal())
				.isEqualTo(RefusalReason.REQUEST_NO_STORE);
		}

		@Test
		void theClientMayNotWhereTheRouteIgnoresIt() {
			RoutePolicy route = RoutePolicy.standard().ignoreClientDirectives(true).build();

			assertThat(Responses.ok("Cache-Control", FRESH)
				.to(Fields.of("Cache-Control", "no-store"))
				.on(route)
				.decision()).isInstanceOf(Keep.class);
		}

		@Test
		void mustUnderstandOverridesNoStoreForAKnownStatus() {
			assertThat(Responses.of(200, "Cache-Control", "max-age=60, no-store, must-understand").decision())
				.isInstanceOf(Keep.class);
		}

		@Test
		void mustUnderstandForbidsAnUnknownStatus() {
			assertThat(Responses.of(599, "Cache-Control", "max-age=60, must-understand").refusal())
				.isEqualTo(RefusalReason.STATUS);
		}

		@Test
		void whatIsNeverFreshAndCannotBeValidatedIsNotKept() {
			assertThat(Responses.ok().refusal()).isEqualTo(RefusalReason.NOT_FRESH);
			assertThat(Responses.ok("Cache-Control", "max-age=0").refusal()).isEqualTo(RefusalReason.NOT_FRESH);
			assertThat(Responses.ok("Cache-Control", "max-age=60, no-cache").refusal())
				.isEqualTo(RefusalReason.NOT_FRESH);
		}

		@Test
		void whatCanBeValidatedIsKeptForThat() {
			Keep keep = Responses.ok("ETag", "\"1\"", "Cache-Control", "no-cache").keep();

			assertThat(keep).extracting(Keep::freshFor, Keep::keepFor, Keep::reusable)
				.containsExactly(Duration.ZERO, Duration.ofHours(1), false);
		}

		@Test
		void cookiesAreNoReason() {
			Responses response = Responses.ok("Cache-Control", FRESH, "Set-Cookie", "a=b");

			assertThat(response.to(Fields.of("Cookie", "a=b")).keep().headers())
				.contains(new HeaderField("Set-Cookie", "a=b"));
		}

		@Test
		void whatVariesByAnythingIsNotKept() {
			assertThat(Responses.ok("Cache-Control", FRESH, "Vary", "Foo, *").refusal()).isEqualTo(RefusalReason.VARY);
		}

		@Test
		void whatSaysThatItIsTooLongIsNotKept() {
			assertThat(Responses.ok("Cache-Control", FRESH, "Content-Length", "1048577").refusal())
				.isEqualTo(RefusalReason.TOO_LARGE);
		}

	}

	@Nested
	class Section3Point1HeaderFields {

		@ParameterizedTest
		@ValueSource(strings = { "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate",
				"Proxy-Authorization", "Proxy-Authentication-Info", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
				"X-Cache", "Surrogate-Key", "upgrade" })
		void whatBelongsToAConnectionOrToACacheIsDropped(String name) {
			assertThat(kept(name, "x", "ETag", "\"1\"")).containsExactly("Cache-Control", "ETag");
		}

		@Test
		void whatConnectionNamesIsDropped() {
			assertThat(kept("Connection", "a, B", "A", "1", "b", "2", "c", "3")).containsExactly("Cache-Control", "c");
		}

		@Test
		void whatIsNotForEveryoneOrNotForLaterIsDropped() {
			assertThat(kept("Cache-Control", "private=\"x-user\"", "Cache-Control", "no-cache=\"X-Time, a\"", "X-User",
					"1", "x-time", "2", "B", "3"))
				.containsExactly("Cache-Control", "Cache-Control", "Cache-Control", "B");
		}

		@Test
		void whatWouldEndALineIsDropped() {
			assertThat(kept("X-A", "1\r\nSet-Cookie: a=b", "X-B", "1\n", "X C", "1", "X-D\r\n", "1", "X-E", "ok"))
				.containsExactly("Cache-Control", "X-E");
		}

		@Test
		void everythingElseIsKeptInOrder() {
			assertThat(kept("X-B", "1", "X-A", "2", "X-B", "3", "Set-Cookie", "a=b", "Content-Encoding", "gzip",
					"Content-Range", "x", "Proxy-Status", "y", "Cache-Groups", "\"a\"", "Cache-Status", "z"))
				.containsExactly("Cache-Control", "X-B", "X-A", "X-B", "Set-Cookie", "Content-Encoding",
						"Content-Range", "Proxy-Status", "Cache-Groups", "Cache-Status");
		}

		private List<String> kept(String... headers) {
			String[] all = new String[headers.length + 2];
			all[0] = "Cache-Control";
			all[1] = FRESH;
			System.arraycopy(headers, 0, all, 2, headers.length);
			return Responses.ok(all).keep().headers().stream().map(HeaderField::name).toList();
		}

	}

	@Nested
	class Section3Point3IncompleteResponses {

		@ParameterizedTest
		@CsvSource({ "10, 10, true", "10, 9, false", "10, 11, false", "x, 10, false", "' 10 ', 10, true",
				"-1, 10, false", "99999999999999999999, 10, false" })
		void theLengthMustBeWhatIsSaid(String declared, long length, boolean complete) {
			assertThat(StorageDecision.isComplete(Fields.of("Content-Length", declared), length)).isEqualTo(complete);
		}

		@Test
		void anyLengthWillDoWhereNothingIsSaid() {
			assertThat(StorageDecision.isComplete(Fields.NONE, 10)).isTrue();
		}

		@Test
		void twoLengthsAreNone() {
			assertThat(StorageDecision.isComplete(Fields.of("Content-Length", "10", "Content-Length", "11"), 10))
				.isFalse();
		}

	}

	@Nested
	class Section3Point5Authorization {

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				max-age=60                   | false
				max-age=60, public           | true
				max-age=60, must-revalidate  | true
				s-maxage=60                  | true
				max-age=60, proxy-revalidate | false
				""")
		void theResponseMustSayThatItIsForOthers(String directives, boolean kept) {
			StorageDecision decision = Responses.ok("Cache-Control", directives)
				.to(Fields.of("Authorization", "x"))
				.decision();

			assertThat(decision instanceof Keep).isEqualTo(kept);
		}

		@Test
		void expiresDoesNotSayIt() {
			assertThat(Responses.ok("Expires", "@60").to(Fields.of("Authorization", "x")).refusal())
				.isEqualTo(RefusalReason.AUTHORIZATION);
		}

		@Test
		void whatEachPrincipalHasOfItsOwnNeedNot() {
			RoutePolicy route = RoutePolicy.standard().principalScoped(true).build();
			CacheRequest request = Requests.of("ann", Fields.of("Authorization", "x"));

			assertThat(Responses.ok("Cache-Control", FRESH).to(request).on(route).decision()).isInstanceOf(Keep.class);
		}

	}

}
