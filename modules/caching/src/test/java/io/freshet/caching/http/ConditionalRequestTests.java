package io.freshet.caching.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConditionalRequestTests {

	private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"1"             | "1"   | true
			W/"1"           | "1"   | true
			"1"             | W/"1" | true
			"0", "1"        | "1"   | true
			"0","1" , "2"   | "1"   | true
			"a,b"           | "a,b" | true
			*               | "1"   | true
			*               |       | true
			"2"             | "1"   | false
			"1"             |       | false
			1               | "1"   | false
			"11"            | "1"   | false
			"a, "           | "a"   | false
			junk            | "1"   | false
			""", quoteCharacter = '\'')
	void comparesEntityTagsWeakly(String condition, String etag, boolean met) {
		Fields response = (etag != null) ? Fields.of("ETag", etag) : Fields.NONE;

		assertThat(ConditionalRequest.of(Fields.of("If-None-Match", condition)).isMetBy(200, response)).isEqualTo(met);
	}

	@Test
	void readsSeveralLinesOfEntityTags() {
		ConditionalRequest condition = ConditionalRequest
			.of(Fields.of("If-None-Match", "\"0\"", "If-None-Match", "\"1\""));

		assertThat(condition.isMetBy(200, Fields.of("ETag", "\"1\""))).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Sun, 06 Nov 1994 08:49:37 GMT  | true
			Sun, 06 Nov 1994 08:49:38 GMT  | true
			Sun, 06 Nov 1994 08:49:36 GMT  | false
			Sun Nov  6 08:49:37 1994       | true
			Sun Nov  6 08:49:36 1994       | false
			06 Nov                         | false
			0                              | false
			""")
	void comparesDates(String since, boolean met) {
		ConditionalRequest condition = ConditionalRequest.of(Fields.of("If-Modified-Since", since));

		assertThat(condition.isMetBy(200, Fields.of("Last-Modified", MODIFIED))).isEqualTo(met);
	}

	@Test
	void readsDatesWithTwoDigitsOfTheYear() {
		ConditionalRequest condition = ConditionalRequest
			.of(Fields.of("If-Modified-Since", "Saturday, 06-Nov-27 08:49:37 GMT"));

		assertThat(condition.isMetBy(200, Fields.of("Last-Modified", MODIFIED))).isTrue();
	}

	@Test
	void ignoresTheDateBesideEntityTags() {
		ConditionalRequest condition = ConditionalRequest
			.of(Fields.of("If-None-Match", "\"2\"", "If-Modified-Since", MODIFIED));

		assertThat(condition.isMetBy(200, Fields.of("ETag", "\"1\"", "Last-Modified", MODIFIED))).isFalse();
	}

	@Test
	void isNotMetByAResponseWithoutDate() {
		assertThat(ConditionalRequest.of(Fields.of("If-Modified-Since", MODIFIED)).isMetBy(200, Fields.NONE)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 500, 204 })
	void isNotMetByAnyOtherStatus(int status) {
		assertThat(ConditionalRequest.of(Fields.of("If-None-Match", "*")).isMetBy(status, Fields.of("ETag", "\"1\"")))
			.isFalse();
	}

	@Test
	void isAbsentWithoutFields() {
		ConditionalRequest none = ConditionalRequest.of(Fields.NONE);

		assertThat(none.isPresent()).isFalse();
		assertThat(none.isMetBy(200, Fields.of("ETag", "\"1\""))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "ETag, true", "Cache-Control, true", "Content-Location, true", "Date, true", "Expires, true",
			"Vary, true", "Content-Length, false", "content-type, false", "Content-Encoding, false",
			"Content-Language, false", "Content-Range, false" })
	void keepsIn304WhatDescribesNoContent(String name, boolean kept) {
		assertThat(ConditionalRequest.isKeptIn304(name)).isEqualTo(kept);
	}

}
