package io.freshet.caching.web;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** HEAD, in front of the same entries as GET. */
abstract class HeadContract extends Scene {

	@Test
	void missesThenHits() throws IOException {
		things().on(path(), this::count);

		Answer miss = head(path());
		Answer hit = head(path());
		Answer whole = get(path());

		assertSame(hit, miss);
		assertThat(whole.cache()).isEqualTo("HIT");
		assertThat(whole.text()).isEqualTo("call 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "stream", "tagged", "empty", "problem" })
	void hasTheHeadersOfGetAndNoBody(String kind) throws IOException {
		Answer whole = get("/annotated/" + kind + "?of=head");

		Answer hit = head("/annotated/" + kind + "?of=head");
		Answer miss = head("/annotated/" + kind + "?of=missed-head");

		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.status()).isEqualTo(miss.status()).isEqualTo(whole.status());
		assertThat(hit.lastingHeaders()).isEqualTo(whole.lastingHeaders());
		assertThat(names(miss)).isEqualTo(names(whole));
	}

	private static List<String> names(Answer answer) {
		return answer.lastingHeaders().stream().map((line) -> line.substring(0, line.indexOf(':'))).toList();
	}

}
