package io.freshet.tags.mergepatch;

import java.util.List;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.validation.FieldError;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.server.ServerWebInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MergePatchesTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final LocalValidatorFactoryBean VALIDATOR = validator();

	private final MergePatches patches = new MergePatches(JSON, VALIDATOR);

	/** The test cases of RFC 7396, appendix A. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', value = { """
			{"a":"b"}         | {"a":"c"}                  | {"a":"c"}""", """
			{"a":"b"}         | {"b":"c"}                  | {"a":"b","b":"c"}""", """
			{"a":"b"}         | {"a":null}                 | {}""", """
			{"a":"b","b":"c"} | {"a":null}                 | {"b":"c"}""", """
			{"a":["b"]}       | {"a":"c"}                  | {"a":"c"}""", """
			{"a":"c"}         | {"a":["b"]}                | {"a":["b"]}""", """
			{"a":{"b":"c"}}   | {"a":{"b":"d","c":null}}   | {"a":{"b":"d"}}""", """
			{"a":[{"b":"c"}]} | {"a":[1]}                  | {"a":[1]}""", """
			["a","b"]         | ["c","d"]                  | ["c","d"]""", """
			{"a":"b"}         | ["c"]                      | ["c"]""", """
			{"a":"foo"}       | null                       | null""", """
			{"a":"foo"}       | "bar"                      | "bar\"""", """
			{"e":null}        | {"a":1}                    | {"e":null,"a":1}""", """
			[1,2]             | {"a":"b","c":null}         | {"a":"b"}""", """
			{}                | {"a":{"bb":{"ccc":null}}}  | {"a":{"bb":{}}}""" })
	void mergesAsRfc7396Says(String original, String patch, String result) {
		assertThat(MergePatches.merge(JSON.readTree(original), JSON.readTree(patch))).isEqualTo(JSON.readTree(result));
	}

	@Test
	void changesOnlyWhatThePatchNames() {
		Pet pet = new Pet("Rex", "old", List.of("barks"));

		Pet patched = this.patches.apply(JSON.readTree("""
				{"note": null, "habits": ["sleeps", "eats"]}"""), pet);

		assertThat(patched).isEqualTo(new Pet("Rex", null, List.of("sleeps", "eats")));
	}

	@Test
	void reportsEveryBrokenConstraintOfTheResult() {
		Pet pet = new Pet("Rex", null, List.of());

		assertThatExceptionOfType(WebExchangeBindException.class).isThrownBy(() -> this.patches.apply(JSON.readTree("""
				{"name": "A name that is too long", "note": "A note that is too long"}"""), pet))
			.satisfies((ex) -> assertThat(ex.getFieldErrors()).extracting(FieldError::getField)
				.containsExactlyInAnyOrder("name", "note"))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("Validation failed"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"colour\": \"brown\"}", "{\"habits\": {\"a\": 1}}", "[]", "\"text\"", "null" })
	void refusesWhatDoesNotFit(String patch) {
		Pet pet = new Pet("Rex", null, List.of());

		assertThatExceptionOfType(ServerWebInputException.class)
			.isThrownBy(() -> this.patches.apply(JSON.readTree(patch), pet));
	}

	private static LocalValidatorFactoryBean validator() {
		LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
		validator.afterPropertiesSet();
		return validator;
	}

	@AfterAll
	static void closeValidator() {
		VALIDATOR.close();
	}

	record Pet(@Size(max = 10) String name, @Size(max = 10) @Nullable String note, List<String> habits) {

	}

}
