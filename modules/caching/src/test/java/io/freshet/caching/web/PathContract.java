package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Paths that look like others. */
abstract class PathContract extends Scene {

	@ParameterizedTest
	@ValueSource(strings = { "me/", "/me", "me;jsessionid=1", "me%00", "me%00.css", "ME", "x/..%2fme", "x/..%2Fme",
			"x/%2e%2e/me", "x/.%2E/me", "x/../me", "./me", "x%5c..%5cme", "x/..;/me", "me/x.css", "me%20", "me%2Fx.css",
			"%6de", "me.", "me%3B", "me%3Fx", "me%23" })
	void neverShareAnAnswer(String spelling) throws IOException {
		for (String route : new String[] { path(), path("standard") }) {
			String base = route + "/" + spelling.hashCode() + "/";
			onPath(base + "me");
			onPath(base + spelling);

			Answer plain = get(base + "me");
			Answer odd = get(base + spelling);
			Answer oddAgain = get(base + spelling);

			assertThat(plain.text()).startsWith(base + "me ");
			assertThat(odd.cache()).isNotEqualTo("HIT");
			assertThat(odd.text()).startsWith(base + spelling + " ");
			assertThat(oddAgain.text()).startsWith(base + spelling + " ");
			assertSame(get(base + "me"), plain);
		}
	}

	private void onPath(String path) {
		things().on(path,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=60")
					.bodyValue(request.path() + " " + nextCall()));
	}

	@ParameterizedTest
	@CsvSource({ ", x/..%2fme", ", x/%2e%2e/me", ", x/../me", ", me%00.css", ", x%5C..%5Cme", ", x/..;/me",
			"standard, x/..%2fme", "standard, x/%2e%2e/me", "standard, x/../me", "lasting, x/..%2fme", ", \u00c3\u00a9",
			"standard, \u00c3\u00a9" })
	void thatAnotherServerReadsOtherwiseKeepNothing(String route, String spelling) throws IOException {
		String odd = ((route == null) ? path() : path(route)) + "/" + spelling;
		onPath(odd);

		Answer first = get(odd);
		Answer second = get(odd);

		assertThat(first.header("Cache-Status")).isEqualTo("Freshet; fwd=bypass; detail=ambiguous-path");
		assertThat(second.text()).isNotEqualTo(first.text());
	}

	/** The query has to be written anew, the path has to stay as it is. */
	@ParameterizedTest
	@ValueSource(strings = { "\u00c3\u00a9", "%C3%A9", "a;b=c'(!)", "%7B%7D" })
	void areAnsweredWhateverTheyAreMadeOf(String spelling) throws IOException {
		String odd = path() + "/" + spelling;
		onPath(odd);

		for (int i = 0; i < 3; i++) {
			assertThat(get(odd + "?utm=x&page=1").text()).startsWith(odd + " ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x.css", "x.js", "%2ecss", "a..b", "..x", ".well-known/x", "x;v=1", "%C3%A9" })
	void thatAllReadAlikeAreKept(String spelling) throws IOException {
		String plain = path() + "/" + spelling;
		onPath(plain);

		Answer miss = get(plain);

		assertSame(get(plain), miss);
	}

	@Test
	void thatLookLikeAFileGiveAwayNothingOfAUser() throws IOException {
		String file = path() + "/x.css";
		things().on(file,
				(request) -> ServerResponse.ok().bodyValue(request.cookies().getFirst("user") + " " + nextCall()));

		Answer victim = get(file, "Cookie: user=ada");
		Answer attacker = get(file);

		assertThat(victim.cache()).isEqualTo("BYPASS");
		assertThat(victim.text()).contains("ada");
		assertThat(attacker.text()).doesNotContain("ada");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/things/%65xcluded/spelled", "/things/excluded;x=1/spelled",
			"/things/excluded/a/../spelled", "/things/excluded/%2e/spelled", "/things/excluded//spelled" })
	void thatAreExcludedStaySoHoweverTheyAreSpelled(String spelling) throws IOException {
		onPath(spelling);

		Answer first = get(spelling);
		Answer second = get(spelling);

		assertThat(first.cache()).isEmpty();
		assertThat(second.text()).isNotEqualTo(first.text());
	}

}
