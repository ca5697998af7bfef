package io.freshet.caching.http;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9111, sections 3.2 and 4.3: what validation makes of a stored response. */
class Rfc9111ValidationTests {

	@Nested
	class Section3Point2AndSection4Point3Point4Freshening {

		@ParameterizedTest
		@ValueSource(strings = { "Test-Header", "X-Test-Header", "Content-Foo", "X-Content-Foo", "Content-Location",
				"Content-Security-Policy", "Content-Type", "Clear-Site-Data", "Expires", "Public-Key-Pins",
				"Set-Cookie", "Set-Cookie2", "X-Frame-Options", "X-XSS-Protection", "cache-control" })
		void fieldsAreReplaced(String name) {
			StoredResponse fresh = freshened(Responses.ok("ETag", "\"1\"", name, "a", name, "b"), name, "c");

			assertThat(fresh.fields().values(name)).containsExactly("c");
		}

		@ParameterizedTest
		@ValueSource(strings = { "Content-Encoding", "Content-Length", "Content-MD5", "Content-Range", "ETag" })
		void whatDescribesTheStoredBodyIsNot(String name) {
			assertThat(freshened(Responses.ok(name, "a"), name, "b").header(name)).isEqualTo("a");
			assertThat(freshened(Responses.ok(), name, "b").header(name)).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "Connection", "Transfer-Encoding", "Keep-Alive", "Proxy-Authenticate", "Upgrade" })
		void whatIsNeverKeptIsNotEither(String name) {
			assertThat(freshened(Responses.ok(), name, "b").header(name)).isEmpty();
		}

		@Test
		void whatThe304DoesNotNameStays() {
			StoredResponse fresh = freshened(Responses.ok("Test-Header", "a", "Set-Cookie", "x", "Set-Cookie", "y"));

			assertThat(fresh.header("Test-Header")).isEqualTo("a");
			assertThat(fresh.fields().values("Set-Cookie")).containsExactly("x", "y");
		}

		@Test
		void timeBeginsAnew() {
			Responses old = Responses.ok("Cache-Control", "max-age=60", "Age", "50", "Date", "@-50");
			StoredResponse fresh = freshened(old, "Date", Responses.date(100));

			assertThat(old.stored().freshness(Responses.STANDARD).remaining(Responses.after(100), Responses.NOW))
				.isNegative();
			assertThat(fresh.freshness(Responses.STANDARD).currentAge(Responses.after(100), fresh.receivedAt()))
				.isZero();
			assertThat(fresh.header("Age")).isEmpty();
		}

		@Test
		void theAgeOfThe304Counts() {
			StoredResponse fresh = freshened(Responses.ok("Cache-Control", "max-age=60"), "Age", "20");

			assertThat(fresh.freshness(Responses.STANDARD).initialAge()).hasSeconds(20);
		}

		@Test
		void bodyAndStatusStay() {
			StoredResponse old = Responses.of(203).stored();
			StoredResponse fresh = Freshening.with304(old, List.of(), Fields.NONE, Responses.NOW, Responses.NOW);

			assertThat(fresh.body()).isSameAs(old.body());
			assertThat(fresh.status()).isEqualTo(203);
		}

		@ParameterizedTest
		@CsvSource({ "X-Other, Bar, foo=1", "Vary, ' FOO,', foo=1", "Vary, Bar, bar=3",
				"Vary, 'Foo, Bar', 'foo=2 bar=3'", "Vary, '', ''" })
		void whoseItIsChangesWithTheFieldsThatItVariesBy(String name, String value, String selecting) {
			StoredResponse old = Responses.ok("Vary", "Foo").to(Fields.of("Foo", "1")).stored();

			StoredResponse fresh = Freshening.with304(old, Fields.of(name, value).lines(),
					Fields.of("Foo", "2", "Bar", "3"), Responses.NOW, Responses.NOW);

			assertThat(fresh.selecting().toString().replaceAll("[{}]", "").split(", "))
				.containsExactlyInAnyOrder(selecting.split(" "));
		}

		@Test
		void aDateIsAddedWhereNoneCame() {
			Responses old = Responses.ok("Date", "@0");

			assertThat(freshened(old).header("Date")).isEqualTo(Responses.date(100));
			assertThat(freshened(old, "Date", Responses.date(90)).fields().values("Date"))
				.containsExactly(Responses.date(90));
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				ETag          | "1" | ETag          | "1"                            | true
				ETag          | "1" | ETag          | W/"1"                          | true
				ETag          | "1" | ETag          | "1-gzip"                       | true
				ETag          | "1" |               |                                | true
				Last-Modified | @-9 | Last-Modified | @-9                            | true
				Last-Modified | @-9 | Last-Modified | @-8                            | false
				Last-Modified | @-9 |               |                                | true
				X-Other       | x   |               |                                | false
				""")
		void a304IsAboutTheOneResponseThatWasAskedFor(String name, String value, @Nullable String newName,
				@Nullable String newValue, boolean selected) {
			StoredResponse stored = Responses.ok(name, value).stored();
			Fields headers = (newName != null && newValue != null) ? Responses.fields(newName, newValue) : Fields.NONE;

			assertThat(Freshening.selects(stored, headers.lines())).isEqualTo(selected);
		}

		private StoredResponse freshened(Responses response, String... headersOf304) {
			return Freshening.with304(response.stored(), Fields.of(headersOf304).lines(), Fields.NONE,
					Responses.after(100), Responses.after(100));
		}

	}

	@Nested
	class Section4Point3Point5Head {

		@Test
		void theSameResponseIsFreshened() {
			StoredResponse updated = head(200, "Cache-Control", "max-age=1000", "X-A", "2", "Content-Length", "10",
					"ETag", "W/\"1\"");

			assertThat(updated).isNotNull();
			assertThat(updated.header("X-A")).isEqualTo("2");
			assertThat(updated.freshness(Responses.STANDARD).lifetime()).hasSeconds(1000);
			assertThat(updated.header("ETag")).isEqualTo("\"1\"");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				ETag           | "2"
				Content-Length | 11
				Content-Length | x
				Last-Modified  | Sun, 01 Mar 2026 11:00:00 GMT
				""")
		void anotherOneMakesTheStoredOneGo(String name, String value) {
			assertThat(head(200, name, value)).isNull();
		}

		@ParameterizedTest
		@ValueSource(ints = { 403, 405, 410, 500, 501 })
		void anErrorLeavesItAsItIs(int status) {
			assertThat(head(status, "Cache-Control", "max-age=1000")).extracting(StoredResponse::headers)
				.isEqualTo(known().headers());
		}

		@Test
		void aKeptErrorGoesWhenTheOriginRecovers() {
			StoredResponse gone = Responses.of(404, "Cache-Control", "max-age=60").stored();

			assertThat(Freshening.withHead(gone, 200, List.of(), Fields.NONE, Responses.NOW, Responses.NOW)).isNull();
		}

		private StoredResponse known() {
			return Responses.ok("ETag", "\"1\"", "X-A", "1", "Cache-Control", "max-age=2").stored();
		}

		private @Nullable StoredResponse head(int status, String... headers) {
			return Freshening.withHead(known(), status, Fields.of(headers).lines(), Fields.NONE, Responses.after(9),
					Responses.after(9));
		}

	}

	@Nested
	class Section4Point3Point2ClientConditions {

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				"a"            | "a"     | 304
				W/"a"          | "a"     | 304
				"a"            | W/"a"   | 304
				W/"a"          | W/"a"   | 304
				"0", "a", "1"  | "a"     | 304
				"0","a"        | "a"     | 304
				*              | "a"     | 304
				a              | a       | 304
				W"a"           | W"a"    | 304
				w/"a"          | w/"a"   | 304
				"aü"           | "aü"    | 304
				a              | "a"     | 200
				"b"            | "a"     | 200
				"a, b"         | "a"     | 200
				""", quoteCharacter = '`')
		void entityTagsAreComparedWeakly(String condition, String tag, int status) {
			assertThat(answer(Responses.ok("ETag", tag), "If-None-Match", condition).status()).isEqualTo(status);
		}

		@Test
		void entityTagsComeBeforeDates() {
			Responses response = Responses.ok("ETag", "\"a\"", "Last-Modified", "@-10");

			assertThat(answer(response, "If-None-Match", "\"a\"", "If-Modified-Since", "@-20").status()).isEqualTo(304);
			assertThat(answer(response, "If-None-Match", "\"b\"", "If-Modified-Since", "@0").status()).isEqualTo(200);
		}

		@ParameterizedTest
		@CsvSource({ "Last-Modified, -30, -30, 304", "Last-Modified, -30, -20, 304", "Last-Modified, -30, -31, 200",
				"Date, -30, -30, 304", "Date, -30, -31, 200", "X-None, 0, 0, 304", "X-None, 0, -1, 200" })
		void datesAreComparedWithTheLatestPossible(String name, long value, long since, int status) {
			assertThat(answer(Responses.ok(name, "@" + value), "If-Modified-Since", "@" + since).status())
				.isEqualTo(status);
		}

		@ParameterizedTest
		@ValueSource(strings = { "Sunday, 01-Mar-26 11:00:00 GMT", "Sun Mar  1 11:00:00 2026" })
		void obsoleteDatesAreRead(String since) {
			assertThat(answer(Responses.ok("Last-Modified", "@-3600"), "If-Modified-Since", since).status())
				.isEqualTo(304);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "0", "foo" })
		void whatIsNoDateIsNoCondition(String since) {
			assertThat(answer(Responses.ok("Last-Modified", "@-1"), "If-Modified-Since", since).status())
				.isEqualTo(200);
		}

		@Test
		void a304HasTheFieldsThatItMustHave() {
			Answer answer = answer(Responses.ok("ETag", "\"a\"", "Cache-Control", "max-age=1", "Vary", "Foo", "Expires",
					"@1", "Content-Location", "/x", "Date", "@0", "Content-Type", "a/b", "Content-Length", "10", "Age",
					"5"), "If-None-Match", "\"a\"");

			assertThat(answer.headers()).extracting(HeaderField::name)
				.containsExactly("ETag", "Cache-Control", "Vary", "Expires", "Content-Location", "Date");
			assertThat(answer.body()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "If-Match", "If-Unmodified-Since" })
		void conditionsForOriginsAreLeftToThem(String name) {
			assertThat(answer(Responses.ok("ETag", "\"a\""), name, "\"b\"").status()).isEqualTo(200);
		}

		private Answer answer(Responses response, String... request) {
			CacheRequest asked = new CacheRequest("GET", new RequestTarget(Requests.TARGET, Map.of(), null),
					Responses.fields(request), null);
			return Answer.to(asked, response.stored());
		}

	}

}
