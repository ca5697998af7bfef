package io.freshet.caching.web;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.springframework.web.reactive.function.server.ServerRequest;
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

	@Test
	void keepsOneAnswerForEachContentCoding() throws IOException {
		String target = path("standard");
		things().on(target,
				(request) -> ServerResponse.ok()
					.header("Cache-Control", "max-age=60")
					.header("Vary", "Accept-Encoding")
					.headers((headers) -> coding(request).ifPresent((name) -> headers.set("Content-Encoding", name)))
					.bodyValue(coding(request).orElse("none") + " " + nextCall()));

		Answer brotli = get(target, "Accept-Encoding: br, gzip;q=0.5");
		Answer plain = get(target, "Accept-Encoding: identity");
		Answer unsaid = get(target);

		assertThat(brotli.text()).isEqualTo("br 1");
		assertSame(get(target, "Accept-Encoding: GZIP ; q=0.50,BR;q=1.0"), brotli);
		assertThat(plain.text()).isEqualTo("none 2");
		assertSame(get(target, "Accept-Encoding: Identity;q=1"), plain);
		assertThat(unsaid.text()).isEqualTo("none 3");
		assertSame(get(target), unsaid);
		assertThat(get(target, "Accept-Encoding: br;q=0.5, gzip").text()).isEqualTo("gzip 4");
		assertThat(get(target, "Accept-Encoding: br, gzip;q=0.5, identity;q=0").text()).isEqualTo("br 5");
	}

	/** What the request wants most. */
	private static Optional<String> coding(ServerRequest request) {
		String accepted = String.join(",", request.headers().header("Accept-Encoding")).toLowerCase(Locale.ROOT);
		return accepted.matches("br.*q=0\\.5, gzip") ? Optional.of("gzip")
				: accepted.contains("br") ? Optional.of("br") : Optional.empty();
	}

}
