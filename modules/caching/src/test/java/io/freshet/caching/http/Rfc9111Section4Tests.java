package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.http.CacheDecision.Forward;
import io.freshet.caching.http.CacheDecision.Revalidate;
import io.freshet.caching.http.CacheDecision.Serve;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9111, section 4: constructing responses from caches, and validating them. */
class Rfc9111Section4Tests {

	@Nested
	class Section4Reuse {

		@Test
		void whatIsFreshIsServed() {
			Serve serve = (Serve) Responses.ok("Cache-Control", "max-age=60").answers(59);

			assertThat(serve.staleness()).isEqualTo(Staleness.FRESH);
			assertThat(serve.revalidate()).isFalse();
		}

		@Test
		void whatIsStaleIsAskedForAnew() {
			assertThat(Responses.ok("Cache-Control", "max-age=60").answers(60))
				.isEqualTo(new Forward(ForwardReason.STALE));
		}

		@Test
		void whatIsNotStoredIsAskedFor() {
			assertThat(CacheDecision.of(Requests.get(), List.of(), Responses.NOW, Responses.STANDARD))
				.isEqualTo(new Forward(ForwardReason.URI_MISS));
		}

		@Test
		void whatSaysNoCacheIsValidatedThoughItIsFresh() {
			Responses response = Responses.ok("Cache-Control", "max-age=60, No-CaChE", "ETag", "\"1\"");

			assertThat(response.answers(1)).isInstanceOf(Revalidate.class);
		}

		@Test
		void whatSaysNoCacheOfSomeFieldsIsServed() {
			assertThat(Responses.ok("Cache-Control", "max-age=60, no-cache=\"a\"").answers(1))
				.isInstanceOf(Serve.class);
		}

		@Test
		void pragmaOfAResponseMeansNothing() {
			assertThat(Responses.ok("Cache-Control", "max-age=60", "Pragma", "no-cache").answers(1))
				.isInstanceOf(Serve.class);
		}

	}

	@Nested
	class Section4Point1Vary {

		@ParameterizedTest
		@CsvSource({ "1, true", "' 1', true", "2, false", "'', false" })
		void theRequestMustSayTheSame(String value, boolean served) {
			Responses response = varying("Foo").to(Fields.of("Foo", "1"));

			assertThat(response.answers(1, "Foo", value) instanceof Serve).isEqualTo(served);
		}

		@Test
		void sayingNothingIsSayingTheSame() {
			Responses response = varying("Foo, Bar, Baz").to(Fields.of("Foo", "1", "Baz", "3"));

			assertThat(response.answers(1, "Foo", "1", "Baz", "3", "Other", "x")).isInstanceOf(Serve.class);
			assertThat(response.answers(1, "Foo", "1")).isEqualTo(new Forward(ForwardReason.VARY_MISS));
			assertThat(response.answers(1)).isEqualTo(new Forward(ForwardReason.VARY_MISS));
		}

		@Test
		void linesAndOneListAreTheSame() {
			Responses response = varying("Foo").to(Fields.of("Foo", "1, 2"));

			assertThat(response.answers(1, "Foo", "1", "Foo", "2")).isInstanceOf(Serve.class);
			assertThat(response.answers(1, "Foo", " 1,2 ")).isInstanceOf(Serve.class);
			assertThat(response.answers(1, "Foo", "2, 1")).isInstanceOf(Forward.class);
		}

		@ParameterizedTest
		@CsvSource({ "'de, en', true", "'eN, De', true", "' en ,   de', true", "'de;q=1.0, en', true",
				"'de;q=0.9, en', false", "'en', false" })
		void languagesHaveWeightsAndNoOrderOrCase(String languages, boolean served) {
			Responses response = varying("Accept-Language").to(Fields.of("Accept-Language", "en, de"));

			assertThat(response.answers(1, "Accept-Language", languages) instanceof Serve).isEqualTo(served);
		}

		@ParameterizedTest
		@CsvSource({ "'gzip, br;q=0.8', true", "'br;q=0.8,gzip', true", "' BR ; q=0.80 ,\tGZip;q=1', true",
				"'gzip;q=1.000, br;q=0.800', true", "'gzip, br', false", "'gzip;q=0.9, br;q=0.8', false", "gzip, false",
				"'gzip, br;q=0.8, identity', false", "identity, false", "'', false" })
		void contentCodingsHaveWeightsAndNoOrderOrCase(String codings, boolean served) {
			Responses response = varying("Accept-Encoding").to(Fields.of("Accept-Encoding", "gzip, br;q=0.8"));

			assertThat(response.answers(1, "Accept-Encoding", codings) instanceof Serve).isEqualTo(served);
		}

		@ParameterizedTest
		@CsvSource({ "identity, true", "IDENTITY;q=1.0, true", "'', false", "'identity, gzip', false", "gzip, false",
				"identity;q=0, false" })
		void identityIsACodingLikeAnyOther(String codings, boolean served) {
			Responses response = varying("Accept-Encoding").to(Fields.of("Accept-Encoding", "identity"));

			assertThat(response.answers(1, "Accept-Encoding", codings) instanceof Serve).isEqualTo(served);
		}

		@ParameterizedTest
		@CsvSource({ "'fr;q=0.5, de;q=1.0', true", "'fr, de', false", "'fr;q=0.9, de;q=0.5', false", "de, true",
				"'*', false", "'de;q=0', false", "de-CH, false" })
		void theOneLanguageThatIsWantedMostIsServed(String languages, boolean served) {
			Responses response = Responses
				.ok("Cache-Control", "max-age=60", "Vary", "Accept-Language", "Content-Language", "de")
				.to(Fields.of("Accept-Language", "en, de"));

			assertThat(response.answers(1, "Accept-Language", languages) instanceof Serve).isEqualTo(served);
		}

		@Test
		void theVerySameWordsComeFirst() {
			StoredResponse same = varying("Accept-Language").to(Fields.of("Accept-Language", "de, en")).stored();
			StoredResponse newer = Responses.ok("Cache-Control", "max-age=60", "Vary", "Accept-Language", "Date", "@30")
				.to(Fields.of("Accept-Language", "en, de"))
				.stored();

			CacheDecision decision = CacheDecision.of(Requests.get("Accept-Language", "de, en"), List.of(newer, same),
					Responses.NOW, Responses.STANDARD);

			assertThat(decision).isEqualTo(new Serve(same, Staleness.FRESH, false));
		}

		@Test
		void theNewestOfSeveralIsServed() {
			StoredResponse old = Responses.ok("Cache-Control", "max-age=60", "Date", "@-20").stored();
			StoredResponse young = Responses.ok("Cache-Control", "max-age=60", "Date", "@-10").stored();

			for (List<StoredResponse> order : List.of(List.of(old, young), List.of(young, old))) {
				assertThat(CacheDecision.of(Requests.get(), order, Responses.NOW, Responses.STANDARD))
					.isEqualTo(new Serve(young, Staleness.FRESH, false));
			}
		}

		@Test
		void anApplicationMayTellWordsOfTheSameMeaningApart() {
			RoutePolicy safe = RoutePolicy.safe().build();
			Responses response = varying("Accept-Language").to(Fields.of("Accept-Language", "en, de")).on(safe);

			assertThat(response.answers(1, "Accept-Language", "de, en"))
				.isEqualTo(new Forward(ForwardReason.VARY_MISS));
		}

		private Responses varying(String names) {
			return Responses.ok("Cache-Control", "max-age=60", "Vary", names);
		}

	}

	@Nested
	class Section4Point2Point4Stale {

		@Test
		void isBetterThanAnError() {
			Responses response = Responses.ok("Cache-Control", "max-age=60");

			assertThat(mayServe(response, 61)).isTrue();
			assertThat(mayServe(response, 3660)).isTrue();
			assertThat(mayServe(response, 3661)).as("kept for an hour").isFalse();
		}

		@ParameterizedTest
		@ValueSource(strings = { "must-revalidate", "proxy-revalidate", "no-cache", "s-maxage=60" })
		void isForbiddenByTheResponse(String directive) {
			assertThat(mayServe(Responses.ok("Cache-Control", "max-age=60, " + directive), 61)).isFalse();
		}

		@Test
		void isForbiddenByTheClient() {
			assertThat(mayServe(Responses.ok("Cache-Control", "max-age=60"), 61, "Cache-Control", "no-cache"))
				.isFalse();
		}

		@Test
		void isNotForTheSafeProfile() {
			assertThat(mayServe(Responses.ok().on(RoutePolicy.safe().keepStale(Duration.ofDays(1)).build()), 301))
				.isFalse();
		}

		private boolean mayServe(Responses response, long seconds, String... request) {
			return CacheDecision.mayServeOnError(Requests.get(request), response.stored(), Responses.after(seconds),
					response.route());
		}

	}

	@Nested
	class Section4Point3Point1Conditions {

		@Test
		void allValidatorsAreSentAsTheyWereWritten() {
			String modified = "Saturday, 28-Feb-26 12:00:00 GMT";
			Revalidate ask = (Revalidate) Responses.ok("ETag", "W/\"a\"", "Last-Modified", modified).answers(99999);

			assertThat(ask.conditions()).containsExactly(new HeaderField("If-None-Match", "W/\"a\""),
					new HeaderField("If-Modified-Since", modified));
			assertThat(ask.reason()).isEqualTo(ForwardReason.STALE);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				ETag          |
				ETag          | "a", "b"
				ETag          | a,b
				Last-Modified | foo
				""", quoteCharacter = '`')
		void whatCannotBeUnderstoodIsNotSent(String name, String value) {
			assertThat(Responses.ok(name, (value != null) ? value : "").answers(1)).isInstanceOf(Forward.class);
		}

		@Test
		void aTagWithoutQuotesIsSentAsItIs() {
			Revalidate ask = (Revalidate) Responses.ok("ETag", "abc").answers(1);

			assertThat(ask.conditions()).containsExactly(new HeaderField("If-None-Match", "abc"));
		}

		@Test
		void anErrorIsNotAskedAbout() {
			assertThat(Responses.of(404, "ETag", "\"1\"").answers(1)).isEqualTo(new Forward(ForwardReason.STALE));
		}

	}

	@Nested
	class Section4Point4Invalidation {

		@Test
		void theTargetAndWhatItNamesOfItsOrigin() {
			CacheRequest request = new CacheRequest("POST", new RequestTarget(Requests.TARGET, Map.of(), "a=1"),
					Fields.NONE, null);

			assertThat(UnsafeMethods.invalidated(request, 201,
					Fields.of("Location", "http://ORIGIN.example:80/new?x#f", "Content-Location", "../b")))
				.containsExactly("http://origin.example/things/1?a=1", "http://origin.example/new?x",
						"http://origin.example/b");
		}

		@ParameterizedTest
		@CsvSource({ "'', http://origin.example/things/1", "?b=2, http://origin.example/things/1?b=2",
				"2, http://origin.example/things/2", "/, http://origin.example/",
				"//origin.example, http://origin.example/", "http://origin.example, http://origin.example/",
				"/a%2Fb, http://origin.example/a%2Fb" })
		void referencesAreResolved(String reference, String target) {
			assertThat(UnsafeMethods.resolve(Requests.of("POST"), reference)).isEqualTo(target);
		}

		@ParameterizedTest
		@ValueSource(strings = { "http://other.example/", "https://origin.example/", "http://origin.example:81/",
				"//other.example/", "mailto:a@b", "http://[", "a b", "%", "\\\\x" })
		void whatIsForeignOrWrongIsLeftOut(String reference) {
			assertThat(UnsafeMethods.invalidated(Requests.of("PUT"), 200, Fields.of("Location", reference)))
				.containsExactly(Requests.TARGET);
		}

		@ParameterizedTest
		@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "get" })
		void everyMethodThatIsNotKnownToBeSafeInvalidates(String method) {
			assertThat(RequestDecision.of(Requests.of(method), Responses.STANDARD))
				.isEqualTo(new RequestDecision.Pass(true));
			assertThat(UnsafeMethods.invalidated(Requests.of(method), 302, Fields.NONE)).isNotEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "OPTIONS", "TRACE", "PROPFIND" })
		void aSafeMethodDoesNot(String method) {
			assertThat(RequestDecision.of(Requests.of(method), Responses.STANDARD))
				.isEqualTo(new RequestDecision.Pass(false));
			assertThat(UnsafeMethods.invalidated(Requests.of(method), 200, Fields.NONE)).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(ints = { 100, 400, 404, 500 })
		void aFailureDoesNot(int status) {
			assertThat(UnsafeMethods.invalidated(Requests.of("POST"), status, Fields.NONE)).isEmpty();
		}

	}

}
