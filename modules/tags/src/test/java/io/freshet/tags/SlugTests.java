package io.freshet.tags;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SlugTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "7", "spring-webflux", "http-2", "a-b-c",
			"123456789012345678901234567890123456789012345678901234567890" })
	void acceptsWordsJoinedByHyphens(String text) {
		assertThat(Slug.of(text).value()).isEqualTo(text);
		assertThat(Slug.parse(text)).contains(Slug.of(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "A", "a b", "-a", "a-", "a--b", "a_b", "ä", "a\n", "a,b", "a:b",
			"1234567890123456789012345678901234567890123456789012345678901" })
	void refusesEverythingElse(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Slug.of(text)).withMessageContaining("must match");
		assertThat(Slug.parse(text)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "Spring WebFlux, spring-webflux", "'  C++  ', c", "Crème brûlée!, creme-brulee", "HTTP/2, http-2",
			"--x--, x", "ﬁne, fine", "Ⅷ, viii", "İstanbul, istanbul", "Straße 7, stra-e-7" })
	void derivesSlugFromName(String name, String slug) {
		assertThat(Slug.derivedFrom(name)).contains(Slug.of(slug));
	}

	@ParameterizedTest
	@ValueSource(strings = { "日本", "!!!", "", "Ψ" })
	void derivesNothingWithoutLatinLettersAndDigits(String name) {
		assertThat(Slug.derivedFrom(name)).isEmpty();
	}

	@Test
	void cutsLongNameWithoutLeavingHyphenAtTheEnd() {
		String name = "x".repeat(59) + " tail";

		assertThat(Slug.derivedFrom(name)).contains(Slug.of("x".repeat(59)));
	}

	@Test
	void isPlainTextInJson() {
		JsonMapper json = JsonMapper.shared();

		assertThat(json.writeValueAsString(Slug.of("a-b"))).isEqualTo("\"a-b\"");
		assertThat(json.readValue("\"a-b\"", Slug.class)).isEqualTo(Slug.of("a-b"));
	}

}
