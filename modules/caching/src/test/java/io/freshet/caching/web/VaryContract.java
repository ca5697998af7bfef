package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that vary by a field of the request. */
abstract class VaryContract extends Scene {

	@Test
	void keepsOneAnswerForThoseWhoSayTheSame() throws IOException {
		things().on(path(),
				(request) -> ServerResponse.ok()
					.header("Vary", "Accept-Language")
					.bodyValue(request.headers().header("Accept-Language") + " " + nextCall()));

		Answer german = get(path(), "Accept-Language: de");
		Answer germanAgain = get(path(), "Accept-Language: de");
		Answer french = get(path(), "Accept-Language: fr");
		Answer none = get(path());
		Answer noneAgain = get(path());

		assertSame(germanAgain, german);
		assertThat(french.text()).isEqualTo("[fr] 2");
		assertThat(none.text()).isEqualTo("[] 3");
		assertSame(noneAgain, none);
	}

}
