package io.freshet.caching.http;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.http.CacheDecision.Serve;
import io.freshet.caching.http.StorageDecision.Keep;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9213: targeted cache control. */
class Rfc9213Tests {

	private static final String CDN = "CDN-Cache-Control";

	private static Duration freshFor(String... headers) {
		return Responses.ok(headers).stored().freshness(Responses.STANDARD).lifetime();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			max-age=3600               | 3600
			max-age=3600;not-for-you   | 3600
			foobar, max-age=3600       | 3600
			max-age=1, max-age=3600    | 3600
			max-age=99999999999        | 2147483648
			max-age=0                  | 0
			max-age=-1                 | 0
			s-maxage=5, max-age=3600   | 5
			""")
	void section2Point1IsADictionary(String value, long seconds) {
		assertThat(freshFor(CDN, value, "Cache-Control", "max-age=10")).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-age=\"3600\"", "max-age=3600.0", "max-age =3600", "max-age= 3600", "MaX-aGe=3600",
			"max-age=3600, &&&", "max-age=3600,", "max-age='3600'", "max-age", "max-age=3600a", "", "max-age=soon",
			"max-age=(1 2)", "no-store=?0", "max-age=1, stale-if-error=\"x\"" })
	void section2Point1IgnoresAsAWholeWhatIsWrong(String value) {
		assertThat(freshFor(CDN, value, "Cache-Control", "max-age=10")).isEqualTo(Duration.ofSeconds(10));
		assertThat(Responses.ok(CDN, value, "Cache-Control", "no-store").refusal())
			.isEqualTo(RefusalReason.CACHE_CONTROL);
	}

	@Test
	void section2Point1JoinsLines() {
		assertThat(freshFor(CDN, "foo", CDN, "max-age=60")).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void section2Point2WinsOverEverythingElse() {
		assertThat(freshFor(CDN, "max-age=60", "Cache-Control", "max-age=1, s-maxage=2", "Expires", "@-10", "Date",
				"@0", "Pragma", "no-cache"))
			.isEqualTo(Duration.ofMinutes(1));
		assertThat(Responses.ok(CDN, "max-age=60", "Cache-Control", "no-store, private").decision())
			.isInstanceOf(Keep.class);
		assertThat(Responses.ok(CDN, "max-age=60", "Cache-Control", "no-cache").answers(1)).isInstanceOf(Serve.class);
		assertThat(freshFor(CDN, "foo", "Expires", "@60")).as("Expires does not count").isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-store", "private", "max-age=60, no-store", "no-store=1" })
	void section2Point2ForbidsAsWell(String value) {
		assertThat(Responses.ok(CDN, value, "Cache-Control", "max-age=60").refusal())
			.isEqualTo(RefusalReason.CACHE_CONTROL);
	}

	@Test
	void section2Point2TakesTheMostSpecificField() {
		assertThat(freshFor(CDN, "max-age=60", "Freshet-CDN-Cache-Control", "max-age=7"))
			.isEqualTo(Duration.ofSeconds(7));
		assertThat(freshFor(CDN, "max-age=60", "Freshet-CDN-Cache-Control", "max-age=\"7\""))
			.isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void section2Point2IgnoresFieldsForOthers() {
		assertThat(freshFor("Other-CDN-Cache-Control", "max-age=60", "Cache-Control", "max-age=7"))
			.isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void namesOfFieldsCountHereToo() {
		assertThat(Responses.ok(CDN, "max-age=60, private=\"x-a\"", "X-A", "1").keep().headers())
			.extracting(HeaderField::name)
			.containsExactly(CDN);
	}

	@Test
	void ageCountsAgainstIt() {
		Responses response = Responses.ok(CDN, "max-age=3600", "Age", "7200", "Date", "@0");

		assertThat(response.answers(0)).isNotInstanceOf(Serve.class);
	}

	@Test
	void authorizationIsJudgedByIt() {
		Fields authorized = Fields.of("Authorization", "x");

		assertThat(Responses.ok(CDN, "max-age=60, public").to(authorized).decision()).isInstanceOf(Keep.class);
		assertThat(Responses.ok(CDN, "max-age=60", "Cache-Control", "public").to(authorized).refusal())
			.isEqualTo(RefusalReason.AUTHORIZATION);
	}

}
