package io.freshet.caching;

import java.util.regex.Pattern;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyPatternTests {

	@ParameterizedTest
	@CsvSource({ "*, posts:42, true", "posts:*, posts:42, true", "posts:*, tags:42, false", "posts:?, posts:4, true",
			"posts:?, posts:42, false", "*:42, posts:42, true", "*o*:*4*, posts:42, true", "posts:42, posts:421, false",
			"posts:\\*, posts:42, false", "posts:\\*, posts:*, true", "posts:\\\\, posts:\\, true",
			"posts:\\, posts:\\, true", "a*b*c, a-b-b-c, true", "a*b*c, a-c-b, false", "[a]*, abc, false" })
	void matchesAllOfAKey(String pattern, String key, boolean matches) {
		assertThat(KeyPattern.of(pattern).matches(key)).isEqualTo(matches);
	}

	@Test
	void takesNoTimeThatGrowsExponentially() {
		KeyPattern hostile = KeyPattern.of("*a".repeat(200) + "b");

		assertThat(hostile.matches("a".repeat(2_000))).isFalse();
	}

	@Test
	void refusesAnEmptyTextAndOneThatIsTooLong() {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyPattern.of(""));
		assertThatIllegalArgumentException().isThrownBy(() -> KeyPattern.of("x".repeat(KeyPattern.MAX_LENGTH + 1)))
			.withMessage("Key pattern must have 1 to 1024 characters");
	}

	@Property(tries = 5_000)
	void agreesWithARegularExpression(@ForAll("globs") String glob, @ForAll("keys") String key) {
		boolean expected = Pattern.compile(regex(glob), Pattern.DOTALL).matcher(key).matches();

		assertThat(KeyPattern.of(glob).matches(key)).as("'%s' on '%s'", glob, key).isEqualTo(expected);
	}

	@Provide
	Arbitrary<String> globs() {
		return Arbitraries.strings().withChars('a', 'b', '*', '?', '\\').ofMinLength(1).ofMaxLength(8);
	}

	@Provide
	Arbitrary<String> keys() {
		return Arbitraries.strings().withChars('a', 'b', '*', '?', '\\', '\n').ofMaxLength(10);
	}

	private static String regex(String glob) {
		StringBuilder regex = new StringBuilder();
		for (int i = 0; i < glob.length(); i++) {
			char c = glob.charAt(i);
			switch (c) {
				case '*' -> regex.append(".*");
				case '?' -> regex.append('.');
				case '\\' -> {
					if (i + 1 < glob.length()) {
						i++;
					}
					regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
				}
				default -> regex.append(Pattern.quote(String.valueOf(c)));
			}
		}
		return regex.toString();
	}

}
