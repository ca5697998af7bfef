package io.freshet.tags.precondition;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntityTagTests {

	/** The table of RFC 9110, section 8.8.3.2. */
	@ParameterizedTest
	@CsvSource({ "true, 1, true, 1, false", "true, 1, true, 2, false", "true, 1, false, 1, false",
			"false, 1, false, 1, true", "false, 1, false, 2, false" })
	void comparesStrongly(boolean weak, String value, boolean otherWeak, String otherValue, boolean match) {
		EntityTag one = new EntityTag(weak, value);
		EntityTag other = new EntityTag(otherWeak, otherValue);

		assertThat(one.matchesStrongly(other)).isEqualTo(match);
		assertThat(other.matchesStrongly(one)).isEqualTo(match);
	}

	@Test
	void hasTheFormOfAHeader() {
		assertThat(EntityTag.strong("7-3.1")).hasToString("\"7-3.1\"");
		assertThat(new EntityTag(true, "7")).hasToString("W/\"7\"");
		assertThat(EntityTag.strong("")).hasToString("\"\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\"b", "a b", "a\n", "\u007f", "\u0100" })
	void refusesCharactersThatAnEntityTagMustNotHave(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> EntityTag.strong(value));
	}

	@Test
	void digestDependsOnPartsAndTheirOrder() {
		EntityTag digest = EntityTag.digestOf(List.of("a", "b"));

		assertThat(digest).isEqualTo(EntityTag.digestOf(List.of("a", "b")));
		assertThat(digest).isNotEqualTo(EntityTag.digestOf(List.of("b", "a")));
		assertThat(digest).isNotEqualTo(EntityTag.digestOf(List.of("ab")));
		assertThat(digest.weak()).isFalse();
	}

}
