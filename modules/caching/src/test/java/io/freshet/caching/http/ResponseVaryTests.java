package io.freshet.caching.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseVaryTests {

	@ParameterizedTest
	@ValueSource(strings = { "*", " * ", "Accept, *", "*, Accept" })
	void knowsWhatVariesByAnything(String vary) {
		assertThat(ResponseVary.isAnything(Fields.of("Vary", vary))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", "Accept", "X-*" })
	void knowsWhatVariesByFieldsOnly(String vary) {
		assertThat(ResponseVary.isAnything(Fields.of("Vary", vary))).isFalse();
	}

	@Test
	void readsSeveralLinesAndNamesWithoutCase() {
		Fields response = Fields.of("Vary", "Accept-LANGUAGE", "Vary", " x-a ,, X-B");

		assertThat(ResponseVary.selecting(Fields.of("X-A", "1"), response)).containsOnlyKeys("accept-language", "x-a",
				"x-b");
	}

	@Test
	void isForARequestThatSaysTheSame() {
		StoredResponse stored = stored(Fields.of("Accept-Language", "de, en"));

		assertThat(stored.isFor(Fields.of("accept-language", " de, en "))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "de", "en, de", "" })
	void isNotForARequestThatSaysOtherwise(String language) {
		StoredResponse stored = stored(Fields.of("Accept-Language", "de, en"));

		assertThat(stored.isFor(Fields.of("Accept-Language", language))).isFalse();
	}

	@Test
	void isNotForARequestThatDoesNotSay() {
		StoredResponse stored = stored(Fields.of("Accept-Language", "de"));

		assertThat(stored.isFor(Fields.NONE)).isFalse();
	}

	@Test
	void isForAnyRequestWithoutVary() {
		StoredResponse stored = Responses.ok().stored();

		assertThat(stored.isFor(Fields.of("Accept-Language", "de"))).isTrue();
	}

	private static StoredResponse stored(Fields request) {
		return Responses.ok("Vary", "Accept-Language").to(request).stored();
	}

}
