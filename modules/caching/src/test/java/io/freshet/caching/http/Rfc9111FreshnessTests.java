package io.freshet.caching.http;

import java.time.Duration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9111, sections 4.2, 5.1 and 5.3: freshness. */
class Rfc9111FreshnessTests {

	private static ResponseFreshness freshness(int status, String... headers) {
		return Responses.of(status, headers).stored().freshness(Responses.STANDARD);
	}

	private static Duration lifetime(String... headers) {
		return freshness(200, headers).lifetime();
	}

	private static boolean isFresh(String... headers) {
		return isFresh(freshness(200, headers), 0);
	}

	private static boolean isFresh(ResponseFreshness freshness, int seconds) {
		return freshness.isFresh(freshness.currentAge(Responses.after(seconds), Responses.NOW));
	}

	@Nested
	class Section4Point2Point1Lifetime {

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				max-age=60                            | 60
				max-age=60, s-maxage=5                | 5
				s-maxage=5, max-age=60                | 5
				max-age=5, s-maxage=60                | 60
				max-age=0, s-maxage=60                | 60
				MaX-aGe=60                            | 60
				foobar, max-age=60                    | 60
				max-age="60"                          | 60
				max-age=060                           | 60
				max-age='60'                          | 0
				max-age=-60                           | 0
				max-age=60.5                          | 0
				max-age=60a                           | 0
				max-age=a60                           | 0
				max-age = 60                          | 0
				max-age                               | 0
				extension="max-age=60", max-age=1     | 1
				max-age=1, extension="max-age=60"     | 1
				extension="max-age=60", max-age="1"   | 1
				max-age=60, max-age=1                 | 1
				max-age=2147483647                    | 2147483647
				max-age=2147483648                    | 2147483648
				max-age=2147483649                    | 2147483648
				max-age=99999999999                   | 2147483648
				""", quoteCharacter = '`')
		void directivesSayHowLong(String directives, long seconds) {
			assertThat(lifetime("Cache-Control", directives, "Expires", "@7200", "Date", "@0"))
				.isEqualTo(Duration.ofSeconds(seconds));
		}

		@Test
		void linesAreOneList() {
			assertThat(lifetime("Cache-Control", "max-age=60", "Cache-Control", "s-maxage=1"))
				.isEqualTo(Duration.ofSeconds(1));
		}

		@Test
		void expiresCountsFromDate() {
			assertThat(lifetime("Expires", "@30", "Date", "@-10")).isEqualTo(Duration.ofSeconds(40));
			assertThat(lifetime("Expires", "@300", "Date", "@400")).isZero();
		}

		@ParameterizedTest
		@ValueSource(strings = { "foo", "", "0" })
		void expiresCountsFromReceiptWithoutAValidDate(String date) {
			assertThat(lifetime("Expires", "@30", "Date", date)).isEqualTo(Duration.ofSeconds(30));
			assertThat(lifetime("Expires", "@30")).isEqualTo(Duration.ofSeconds(30));
		}

	}

	@Nested
	class Section4Point2Point2Heuristics {

		@ParameterizedTest
		@ValueSource(ints = { 200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501 })
		void aTenthOfItsAgeIsTheGuessForSomeStatuses(int status) {
			ResponseFreshness guess = freshness(status, "Last-Modified", "@-36000", "Date", "@0");

			assertThat(guess).isEqualTo(new ResponseFreshness(Duration.ofHours(1), Duration.ZERO, true));
		}

		@ParameterizedTest
		@ValueSource(ints = { 201, 202, 302, 303, 307, 400, 403, 500, 502, 503, 504, 599 })
		void thereIsNoGuessForOthers(int status) {
			assertThat(freshness(status, "Last-Modified", "@-36000", "Date", "@0").lifetime()).isZero();
		}

		@Test
		void publicAllowsAGuessForAnyStatus() {
			assertThat(freshness(599, "Last-Modified", "@-36000", "Date", "@0", "Cache-Control", "public").lifetime())
				.isEqualTo(Duration.ofHours(1));
		}

		@Test
		void theGuessIsADayAtMost() {
			assertThat(lifetime("Last-Modified", "@-99999999", "Date", "@0")).isEqualTo(Duration.ofDays(1));
		}

		@ParameterizedTest
		@CsvSource({ "Cache-Control, max-age=0", "Cache-Control, max-age=x", "Expires, 0", "Expires, @-1" })
		void nothingIsGuessedBesideAnExplicitTime(String name, String value) {
			assertThat(lifetime("Last-Modified", "@-36000", name, value)).isZero();
		}

		@ParameterizedTest
		@ValueSource(strings = { "@60", "foo" })
		void nothingIsGuessedFromATimeThatIsNotPast(String modified) {
			assertThat(lifetime("Last-Modified", modified)).isZero();
		}

		@Test
		void theSafeProfileDoesNotGuess() {
			RoutePolicy safe = RoutePolicy.safe().ttl(null).build();

			assertThat(Responses.ok("Last-Modified", "@-36000").stored().freshness(safe).lifetime()).isZero();
		}

	}

	@Nested
	class Section4Point2Point3Age {

		@Test
		void growsFromReceipt() {
			ResponseFreshness freshness = freshness(200, "Cache-Control", "max-age=60", "Age", "10");

			assertThat(freshness.currentAge(Responses.after(5), Responses.NOW)).isEqualTo(Duration.ofSeconds(15));
			assertThat(freshness.remaining(Responses.after(5), Responses.NOW)).isEqualTo(Duration.ofSeconds(45));
			assertThat(isFresh(freshness, 49)).isTrue();
			assertThat(isFresh(freshness, 50)).isFalse();
		}

		@Test
		void neverShrinksWhenTheClockGoesBack() {
			assertThat(freshness(200, "Age", "10").currentAge(Responses.after(-60), Responses.NOW))
				.isEqualTo(Duration.ofSeconds(10));
		}

		@Test
		void dateTellsWhatAgeDoesNot() {
			assertThat(freshness(200, "Date", "@-70", "Age", "10").initialAge()).isEqualTo(Duration.ofSeconds(70));
			assertThat(freshness(200, "Date", "@-5", "Age", "10").initialAge()).isEqualTo(Duration.ofSeconds(10));
			assertThat(freshness(200, "Date", "@60", "Age", "10").initialAge()).isEqualTo(Duration.ofSeconds(10));
		}

		@Test
		void theTimeOfTheRequestCounts() {
			StoredResponse stored = Responses.ok("Age", "10").stored();
			StoredResponse late = stored.with(stored.headers(), Responses.after(-3), Responses.NOW);

			assertThat(late.freshness(Responses.STANDARD).initialAge()).isEqualTo(Duration.ofSeconds(13));
		}

		@ParameterizedTest
		@CsvSource({ "-10, 10, 25", "10, 20, 15" })
		void isComparedWithWhatExpiresSays(String date, String expires, String age) {
			assertThat(isFresh("Date", "@" + date, "Expires", "@" + expires, "Age", age)).isFalse();
		}

	}

	@Nested
	class Section5Point1AgeField {

		@ParameterizedTest
		@ValueSource(strings = { "7200", "7200,0", "7200, 0", ", 7200", "0007200", "2147483647", "2147483648",
				"99999999999999999999" })
		void theFirstMemberOfAListIsTheAge(String age) {
			assertThat(isFresh("Date", "@0", "Cache-Control", "max-age=3600", "Age", age)).isFalse();
		}

		@ParameterizedTest
		@ValueSource(strings = { "0,7200", "0, 7200", "0, 0", "1800, 7200" })
		void theOthersAreDiscarded(String age) {
			assertThat(isFresh("Date", "@0", "Cache-Control", "max-age=3600", "Age", age)).isTrue();
		}

		@ParameterizedTest
		@CsvSource({ "7200, 0, false", "0, 7200, true", "0, 0, true", "x, 7200, true", "'', 7200, false" })
		void linesAreOneList(String first, String second, boolean fresh) {
			assertThat(isFresh("Cache-Control", "max-age=3600", "Age", first, "Age", second)).isEqualTo(fresh);
		}

		@ParameterizedTest
		@ValueSource(strings = { "abc", "-7200", "+7200", "7200.0", "7200;foo=bar", "7200;foo=111", "7200 7200", "",
				"\u0667\u0662\u0660\u0660" })
		void whatIsNoNumberIsIgnored(String age) {
			assertThat(isFresh("Date", "@0", "Cache-Control", "max-age=3600", "Age", age)).isTrue();
		}

		@Test
		void theDateCountsNextToAnAgeThatIsIgnored() {
			assertThat(freshness(200, "Date", "@-70", "Age", "abc").initialAge()).isEqualTo(Duration.ofSeconds(70));
			assertThat(isFresh("Date", "@-70", "Cache-Control", "max-age=60", "Age", "0, 0")).isFalse();
		}

		@Test
		void aNumberIsReadWithWhiteSpaceAround() {
			assertThat(isFresh("Cache-Control", "max-age=3600", "Age", " 0 ")).isTrue();
		}

	}

	@Nested
	class Section5Point3Expires {

		@ParameterizedTest
		@ValueSource(strings = { "Thu, 18 Aug 2050 02:01:18 GMT", "Thursday, 18-Aug-50 02:01:18 GMT",
				"Thu Aug 18 02:01:18 2050", "Thu Aug  8 02:01:18 2050", "THU, 18 Aug 2050 02:01:18 GMT",
				"Thu, 18 AUG 2050 02:01:18 GMT", "Thu, 18 Aug 2050 02:01:18 gMT", " Thu, 18 Aug 2050 02:01:18 GMT " })
		void allFormsOfADateAreReadWithoutCase(String expires) {
			assertThat(isFresh("Expires", expires)).isTrue();
		}

		@ParameterizedTest
		@ValueSource(strings = { "0", "", "-1", "Thu, 18 Aug 2050 02:01:18 UTC", "Thu, 18 Aug 2050 02:01:18 AEST",
				"Thu, 18 Aug 50 02:01:18 GMT", "Thu 18 Aug 2050 02:01:18 GMT", "Thu, 18  Aug  2050 02:01:18 GMT",
				"Thu, 18-Aug-2050 02:01:18 GMT", "Thu, 18 Aug 2050 02.01.18 GMT", "Thu, 18 Aug 2050 2:01:18 GMT",
				"Thu, 31 Feb 2050 02:01:18 GMT", "Thu, 18 Foo 2050 02:01:18 GMT", "Thu, 18 Aug 2050 25:01:18 GMT" })
		void anythingElseLiesInThePast(String expires) {
			assertThat(isFresh("Expires", expires)).isFalse();
		}

		@Test
		void theLeastOfTwoCounts() {
			assertThat(lifetime("Expires", "@60", "Expires", "@30")).isEqualTo(Duration.ofSeconds(30));
			assertThat(isFresh("Expires", "@60", "Expires", "0")).isFalse();
		}

		@Test
		void twoDigitsOfAYearAreAtMostFiftyYearsAhead() {
			assertThat(HttpDate.parse("Friday, 01-Jan-77 00:00:00 GMT", Responses.NOW))
				.isBefore("1978-01-01T00:00:00Z");
			assertThat(HttpDate.parse("Friday, 01-Jan-76 00:00:00 GMT", Responses.NOW)).isAfter("2075-01-01T00:00:00Z");
			assertThat(HttpDate.parse("Friday, 01-Jan-99 00:00:00 GMT", Responses.NOW))
				.isBefore("2000-01-01T00:00:00Z");
		}

	}

}
