package io.freshet.caching.web;

import java.io.IOException;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Query parameters that hide in others. */
abstract class CloakingContract extends Scene {

	@ParameterizedTest
	@ValueSource(strings = { "page=1&page=evil", "page=evil&page=1", "page=1;page=evil", "utm=1;page=evil",
			"page=1;utm=evil", "page=1%26page%3Devil", "p%61ge=evil&page=1", "page=1%00evil", "page=1%3Bpage=evil",
			"utm=evil&page=1", "page%00=evil&page=1", "page[]=evil&page=1", "page=1&utm=%26page%3Devil",
			"PAGE=evil&page=1", "page=1%0d%0aevil", "page=1%23evil", "=evil&page=1" })
	void neverReachThoseWhoDoNotSayThem(String attacking) throws IOException {
		for (String route : new String[] { path(), path("listed"), path("all"), path("standard") }) {
			String target = route + "/" + attacking.hashCode();
			echo(target);

			get(target + "?" + attacking);
			Answer victim = get(target + "?page=1");

			assertThat(victim.text()).startsWith("page=1 ").doesNotContain("evil");
		}
	}

	@ParameterizedTest
	@CsvSource({ "page=%ff, page=%fe", "page=a+b, page=a%20b", "page=%41, page=A", "p%61ge=1, page=1",
			"&page=1, page=1", "page=1&, page=1&&" })
	void areTheSameToTheHandlerWhereTheyAreTheSameToTheKey(String one, String other) throws IOException {
		for (String route : new String[] { path(), path("listed"), path("all") }) {
			String target = route + "/" + one.hashCode();
			echo(target);
			echo(target + "/anew");

			Answer first = get(target + "?" + one);
			Answer shared = get(target + "?" + other);

			assertSame(shared, first);
			assertThat(get(target + "/anew?" + other).text()).as("who asks first decides nothing")
				.isEqualTo(first.text());
		}
	}

	@Test
	void areSeenInTheOrderOfTheKey() throws IOException {
		String target = path("all");
		echo(target);

		assertThat(get(target + "?b=1&a=2&b=0").text()).startsWith("a=2&b=1&b=0 ");
	}

	@Test
	void countAsTheyCameInFrontOfAnOriginThatListsNone() throws IOException {
		String target = path("standard");
		echo(target);
		get(target + "?page=a+b");

		Answer other = get(target + "?page=a%20b");

		assertThat(other.cache()).isEqualTo("MISS");
		assertThat(other.text()).startsWith("page=a%20b ");
	}

	private void echo(String target) {
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=60")
					.bodyValue(request.uri().getRawQuery() + " " + new TreeMap<>(request.queryParams())));
	}

}
