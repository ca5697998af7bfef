package io.freshet.caching;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "p", "posts", "post-pages-2" })
	void takesLowerCaseLettersDigitsAndHyphens(String value) {
		assertThat(CacheName.of(value)).hasToString(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Posts", "2posts", "-posts", "post:s", "post s", "posts\n", "pösts" })
	void refusesAnythingElse(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> CacheName.of(value))
			.withMessageContaining("'" + value + "'")
			.withMessageContaining("must match");
	}

	@Test
	void refusesMoreThan64Characters() {
		assertThat(CacheName.of("p".repeat(64)).value()).hasSize(64);
		assertThatIllegalArgumentException().isThrownBy(() -> CacheName.of("p".repeat(65)));
	}

	@Test
	void sortsByItsText() {
		assertThat(CacheName.of("a")).isLessThan(CacheName.of("b"));
	}

}
