package io.freshet.caching.web;

import java.io.IOException;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Query parameters, listed and unlisted. */
abstract class QueryContract extends Scene {

	@BeforeEach
	void echo() {
		things().on(path(), (request) -> ServerResponse.ok()
			.bodyValue(new TreeMap<>(request.queryParams()) + " " + request.uri().getRawQuery()));
	}

	@Test
	void sharesAnEntryInAnyOrder() throws IOException {
		Answer miss = get(path() + "?page=2&size=5");

		assertSame(get(path() + "?size=5&page=2"), miss);
	}

	@Test
	void sharesAnEntryWhateverElseItSaysAndTheHandlerDoesNotSeeIt() throws IOException {
		Answer miss = get(path() + "?utm=x&page=2&page2=3");

		Answer hit = get(path() + "?page=2&other=%26page%3D9");

		assertThat(miss.text()).isEqualTo("{page=[2]} page=2");
		assertSame(hit, miss);
		assertSame(get(path() + "?page=2"), miss);
	}

	@Test
	void makesEntriesOfTheirOwnForOtherValues() throws IOException {
		get(path() + "?page=2");

		assertThat(get(path() + "?page=3").cache()).isEqualTo("MISS");
		assertThat(get(path()).cache()).isEqualTo("MISS");
		assertThat(get(path() + "?page=2&page=3").cache()).isEqualTo("MISS");
	}

	@ParameterizedTest
	@CsvSource({ "p%61ge=71&x=1, {page=[71]}", "=page=72&x=1, {page=[72]}", "page=7+3%26&x=1, {page=[7 3&]}",
			"page&x=1, {page=[null]}", "page=&x=1, {page=[]}" })
	void meansTheSameToTheKeyAndToTheHandler(String query, String seen) throws IOException {
		Answer miss = get(path() + "?" + query);
		Answer plain = get(path() + "?" + query.replace("&x=1", "").replace("p%61ge", "page").replace("=page", "page"));

		assertThat(miss.text()).startsWith(seen);
		assertThat(plain.cache()).isEqualTo("HIT");
		assertThat(plain.text()).startsWith(seen);
	}

	@Test
	void countsWholeWhereNothingIsListed() throws IOException {
		String all = "/things/all/query";
		things().on(all, this::count);
		Answer miss = get(all + "?b=1&a=2");

		assertThat(get(all + "?b=1&a=3").cache()).isEqualTo("MISS");
		assertSame(get(all + "?a=2&b=1"), miss);
	}

}
