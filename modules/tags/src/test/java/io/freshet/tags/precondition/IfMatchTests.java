package io.freshet.tags.precondition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class IfMatchTests {

	private static final EntityTag CURRENT = EntityTag.strong("7-3");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'',
			value = { "\"7-3\" | true", "* | true", "' * ' | true", "\"1\", \"7-3\" | true", "\"1\",\"7-3\" | true",
					", ,\"7-3\" , | true", "'\"1\"\t,\t\"7-3\"' | true", "\"a,b\", \"7-3\" | true", "W/\"7-3\" | false",
					"W/\"7-3\", \"8\" | false", "\"7\" | false", "\"\" | false", "\"7-3,\" | false", "\"*\" | false" })
	void matchesStrongEntityTagAmongThoseGiven(String field, boolean matches) {
		assertThat(IfMatch.parse(field).matches(CURRENT)).isEqualTo(matches);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", "7-3", "\"7-3", "7-3\"", "\"7-3\" \"8\"", "*, \"7-3\"", "\"7-3\", *",
			"w/\"7-3\"", "W/ \"7-3\"", "\"7-3\";", "\"7 3\"" })
	void refusesWhatIsNoListOfEntityTags(String field) {
		assertThatExceptionOfType(MalformedIfMatchException.class).isThrownBy(() -> IfMatch.parse(field))
			.withMessageContaining("'" + field + "'");
	}

	@Test
	void refusesLongRunOfBlanksQuickly() {
		assertThatExceptionOfType(MalformedIfMatchException.class)
			.isThrownBy(() -> IfMatch.parse(" ".repeat(1_000_000) + "x"));
	}

	@Test
	void joinsSeveralHeaders() {
		HttpHeaders headers = new HttpHeaders();
		headers.add(HttpHeaders.IF_MATCH, "\"1\"");
		headers.add(HttpHeaders.IF_MATCH, "\"7-3\"");

		assertThat(IfMatch.required(headers).matches(CURRENT)).isTrue();
	}

	@Test
	void isRequired() {
		assertThatExceptionOfType(PreconditionRequiredException.class)
			.isThrownBy(() -> IfMatch.required(new HttpHeaders()));
	}

	@Test
	void failureSaysBothSides() {
		assertThatNoException().isThrownBy(() -> IfMatch.parse("\"7-3\"").check(CURRENT));
		assertThatExceptionOfType(PreconditionFailedException.class)
			.isThrownBy(() -> IfMatch.parse("W/\"1\",\"2\"").check(CURRENT))
			.withMessageContaining("W/\"1\", \"2\"")
			.withMessageContaining("\"7-3\"");
	}

}
