package io.freshet.caching.http;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9875: cache groups, and the labels that came before them. */
class Rfc9875Tests {

	@Test
	void section2NamesTheGroupsOfAResponse() {
		assertThat(CacheGroups.of(Fields.of("Cache-Groups", "\"a\", \"B b\";x=1", "Cache-Groups", "\"c\\\"\"")))
			.containsExactly("a", "B b", "c\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "\"a\", b", "\"a", "(\"a\")", "1", "\"a\",", "\"ä\"" })
	void section2IgnoresWhatIsNoListOfStrings(String value) {
		assertThat(CacheGroups.of(Fields.of("Cache-Groups", value))).isEmpty();
	}

	@Test
	void section2CountsThirtyTwo() {
		String groups = IntStream.range(0, 40).mapToObj((i) -> "\"" + i + "\"").collect(Collectors.joining(", "));

		assertThat(CacheGroups.of(Fields.of("Cache-Groups", groups))).hasSize(32).contains("0", "31");
	}

	@Test
	void section3NamesTheGroupsThatAreInvalidated() {
		Fields response = Fields.of("Cache-Group-Invalidation", "\"a\", \"b\"", "Cache-Groups", "\"c\"");

		assertThat(CacheGroups.invalidated(response)).containsExactly("a", "b");
		assertThat(CacheGroups.invalidated(Fields.NONE)).isEmpty();
	}

	@Test
	void surrogateKeysAreWords() {
		assertThat(SurrogateKeys.of(Fields.of("Surrogate-Key", " a  b\tc ", "Surrogate-Key", "d a")))
			.containsExactly("a", "b", "c", "d");
		assertThat(SurrogateKeys.of(Fields.NONE)).isEmpty();
	}

}
