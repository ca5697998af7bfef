package io.freshet.caching.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept compressed, on a route that says so. */
abstract class CompressionContract extends Scene {

	private static final String GZIP = "Accept-Encoding: gzip, deflate, br";

	private static final String TEXT = "a body of some length, ".repeat(30);

	private String target() {
		return path("compressed");
	}

	private void answerText(String... headers) {
		things().on(target(), (request) -> {
			ServerResponse.BodyBuilder ok = ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).eTag("v1");
			for (int i = 0; i < headers.length; i += 2) {
				ok.header(headers[i], headers[i + 1]);
			}
			return ok.bodyValue(TEXT + nextCall());
		});
	}

	private static String decoded(Answer answer) throws IOException {
		byte[] body = answer.body().getBytes(StandardCharsets.ISO_8859_1);
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void isSentAsItIsKeptToWhoTakesIt() throws IOException {
		answerText();
		Answer miss = get(target(), GZIP);

		Answer coded = get(target(), GZIP);
		Answer plain = get(target());
		Answer again = get(target(), GZIP);

		assertThat(miss.text()).isEqualTo(TEXT + 1);
		assertThat(miss.header("Vary")).isEqualTo("Accept-Encoding");
		assertThat(miss.header("ETag")).isEqualTo("\"v1\"");
		assertThat(coded.cache()).isEqualTo("HIT");
		assertThat(decoded(coded)).isEqualTo(TEXT + 1);
		assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(coded.header("Vary")).isEqualTo("Accept-Encoding");
		assertThat(coded.header("ETag")).isEqualTo("\"v1;gzip\"");
		assertThat(Integer.parseInt(coded.header("Content-Length"))).isLessThan(TEXT.length() / 4);
		assertThat(again.body()).isEqualTo(coded.body());
		assertSame(plain, miss);
	}

	@Test
	void isTheSameForOneWhoAsksForAHead() throws IOException {
		answerText();
		get(target());

		assertThat(head(target(), GZIP).lastingHeaders()).isEqualTo(get(target(), GZIP).lastingHeaders());
		assertThat(head(target()).lastingHeaders()).isEqualTo(get(target()).lastingHeaders());
	}

	@Test
	void isFoundUnderBothTags() throws IOException {
		answerText();
		get(target());

		Answer coded = get(target(), GZIP, "If-None-Match: \"v1;gzip\"");
		Answer plain = get(target(), GZIP, "If-None-Match: \"v1\"");
		Answer other = get(target(), GZIP, "If-None-Match: \"v2\"");

		assertThat(coded.status()).isEqualTo(304);
		assertThat(coded.header("ETag")).isEqualTo("\"v1;gzip\"");
		assertThat(plain.status()).isEqualTo(304);
		assertThat(plain.header("ETag")).isEqualTo("\"v1\"");
		assertThat(other.status()).isEqualTo(200);
	}

	@Test
	void isSelectedForTheFirstWhoAsksUnderACondition() throws IOException {
		answerText();

		Answer first = get(target(), GZIP, "If-None-Match: \"v0\"");

		assertThat(first.cache()).isEqualTo("MISS");
		assertThat(first.header("ETag")).isEqualTo("\"v1;gzip\"");
		assertThat(decoded(first)).isEqualTo(TEXT + 1);
	}

	@Test
	void isCutIntoPartsAsItIsKept() throws IOException {
		answerText();
		get(target());
		Answer whole = get(target(), GZIP);

		Answer part = get(target(), GZIP, "Range: bytes=0-9");

		assertThat(part.status()).isEqualTo(206);
		assertThat(part.body()).isEqualTo(whole.body().substring(0, 10));
		assertThat(get(target(), "Range: bytes=0-9").text()).isEqualTo(TEXT.substring(0, 10));
	}

	@Test
	void isMadeOfABodyWhoseLengthIsNotKnownBefore() throws IOException {
		things().on(target(),
				(request) -> ServerResponse.ok()
					.contentType(MediaType.TEXT_PLAIN)
					.body(BodyInserters.fromDataBuffers(chunks(TEXT, TEXT))));
		Answer miss = get(target(), GZIP);

		Answer coded = get(target(), GZIP);

		assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(decoded(coded)).isEqualTo(TEXT + TEXT).isEqualTo(miss.text());
		assertSame(get(target()), miss);
	}

	@Test
	void isNothingShort() throws IOException {
		things().on(target(),
				(request) -> ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue("short " + nextCall()));
		Answer miss = get(target(), GZIP);

		assertSame(get(target(), GZIP), miss);
		assertThat(miss.header("Vary")).isEmpty();
	}

	@Test
	void isNothingThatMustNotBeTransformed() throws IOException {
		answerText("Cache-Control", "no-transform");
		Answer miss = get(target(), GZIP);

		assertSame(get(target(), GZIP), miss);
		assertThat(miss.text()).isEqualTo(TEXT + 1);
	}

	@Test
	void isForgottenLikeAnyOther() throws IOException {
		answerText();
		get(target(), GZIP);
		invalidator().invalidate(ResponseTags.uri("http://localhost" + target())).block(PATIENCE);

		Answer next = get(target(), GZIP);

		assertThat(next.cache()).isEqualTo("MISS");
		assertThat(next.text()).isEqualTo(TEXT + 2);
	}

	@Test
	void leavesConditionsOfChangesToTheHandlerInItsOwnWords() throws IOException {
		AtomicReference<String> asked = new AtomicReference<>();
		things().on(target(), (request) -> {
			asked.set(String.join(" + ", request.headers().header("If-Match")));
			return ServerResponse.noContent().build();
		});

		client().exchange("PUT", target(), "If-Match: \"v1;gzip\", \"v0\"", "Content-Length: 0");
		String coded = asked.get();
		client().exchange("PUT", target(), "If-Match: \"v1\"", "Content-Length: 0");

		assertThat(coded).isEqualTo("\"v1\", \"v0\"");
		assertThat(asked.get()).isEqualTo("\"v1\"");
	}

	@Test
	void isMadeOnceForAllWhoComeAtTheSameTime() throws IOException {
		answerText();
		for (WireClient one : crowd(20, target(), GZIP)) {
			Answer answer = one.read("GET");
			assertThat(answer.header("Content-Encoding").isEmpty() ? answer.text() : decoded(answer))
				.isEqualTo(TEXT + 1);
		}

		assertThat(calls()).isEqualTo(1);
	}

}
