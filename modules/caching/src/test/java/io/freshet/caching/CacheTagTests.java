package io.freshet.caching;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheTagTests {

	@Test
	void joinsKindAndIdentifier() {
		assertThat(CacheTag.of("post", 42)).hasToString("post:42").isEqualTo(new CacheTag("post:42"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "post:42", "post-page:a:b", "tag:käse", "tag:#?*", "tag:\ud83d\ude00" })
	void takesAnyIdentifierWithoutWhiteSpace(String value) {
		assertThat(new CacheTag(value).value()).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "post", "post:", ":42", "Post:42", "=key:42", "post:a b", "post:a,b", "post:a\nb",
			"post:a\u0000", "post:\ud83d", "post:\ude00\ud83d" })
	void refusesAnythingElse(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CacheTag(value))
			.withMessageContaining("must be a kind, a colon and an identifier");
	}

	@Test
	void refusesAnIdentifierOfMoreThan191Characters() {
		assertThat(CacheTag.of("post", "x".repeat(191)).value()).hasSize(196);
		assertThatIllegalArgumentException().isThrownBy(() -> CacheTag.of("post", "x".repeat(192)));
	}

	@Test
	void isNeverLongerThanAllowed() {
		CacheTag longest = CacheTag.of("p".repeat(64), "x".repeat(190));

		assertThat(longest.value()).hasSize(CacheTag.MAX_LENGTH);
		assertThatIllegalArgumentException().isThrownBy(() -> CacheTag.of("p".repeat(64), "x".repeat(191)))
			.withMessageContaining("255 characters at most");
	}

}
