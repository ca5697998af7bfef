package io.freshet.caching.http;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CacheControlTests {

	@Test
	void saysNothingWithoutALine() {
		assertThat(CacheControl.parse(List.of())).isSameAs(CacheControl.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-store", "NO-Store", " no-store ", "public, no-store", "no-store,", ",no-store",
			"no-store=\"x\"", "no-store;q=1, no-store", "ext=\"a, b\", no-store", "ext=\"a\\\", b\", no-store" })
	void findsADirectiveWhereverItStands(String line) {
		assertThat(CacheControl.parse(List.of(line)).has("no-store")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no-stores", "xno-store", "ext=no-store", "ext=\"a, no-store, b\"",
			"ext=\"a\\\", no-store\"" })
	void findsNoDirectiveInsideAnother(String line) {
		assertThat(CacheControl.parse(List.of(line)).has("no-store")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ext=\"a, no-store", "\", no-store", "ext=\"a\\\", no-store" })
	void takesAQuoteThatDoesNotEndForNone(String line) {
		assertThat(CacheControl.parse(List.of(line)).has("no-store")).isTrue();
	}

	@Test
	void readsEveryLine() {
		CacheControl parsed = CacheControl.parse(List.of("private, max-age=5", "no-cache, x=y"));

		assertThat(List.of("private", "max-age", "no-cache", "x")).allMatch(parsed::has);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			private="X-User"           | x-user
			private="a, B"             | a b
			PRIVATE="a", private="b"   | a b
			private=a                  | a
			""")
	void namesTheFieldsThatADirectiveMeans(String line, String names) {
		CacheControl parsed = CacheControl.parse(List.of(line));

		assertThat(parsed.isUnqualified("private")).isFalse();
		assertThat(parsed.fieldNames("private")).containsExactlyInAnyOrder(names.split(" "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "private", "private=", "private=\"\"", "private=\" , \"", "private=\"a", "private=\"a b\"",
			"private=\"a\", private" })
	void takesADirectiveOfWrongNamesForTheWhole(String line) {
		assertThat(CacheControl.parse(List.of(line)).isUnqualified("private")).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			max-age=0                      | 0
			max-age=60                     | 60
			MAX-AGE="60"                   | 60
			max-age=060                    | 60
			max-age = 60                   | 0
			max-age =60                    | 0
			max-age= 60                    | 0
			max-age='60'                   | 0
			max-age=00000000000000000060   | 60
			max-age=2147483648             | 2147483648
			max-age=9999999999             | 2147483648
			max-age=99999999999999999999   | 2147483648
			max-age=60, max-age=5          | 5
			max-age=5, max-age=60          | 5
			max-age                        | 0
			max-age=                       | 0
			max-age=-1                     | 0
			max-age=6.5                    | 0
			max-age=soon                   | 0
			max-age=٦                      | 0
			s-maxage=60                    |
			""")
	void readsSecondsAndTakesTheMostCarefulReading(String line, @Nullable Long seconds) {
		assertThat(CacheControl.parse(Arrays.asList(line)).seconds("max-age")).isEqualTo(seconds);
	}

}
