package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9111, section 3.3, and RFC 9110, section 15.3.7: parts of what an origin has. */
abstract class PartialContract extends Scene {

	private String target() {
		return path("standard");
	}

	/** Answers as an origin that knows ranges, with the number of the call in front. */
	private void answerInParts() {
		things().on(target(), (request) -> {
			ServerResponse.BodyBuilder ok = ServerResponse
				.status(request.headers().header("Range").isEmpty() ? 200 : 206)
				.header("Cache-Control", "max-age=60")
				.eTag("v1");
			return request.headers().header("Range").isEmpty() ? ok.bodyValue(nextCall() + "23456789")
					: ok.header("Content-Range", "bytes 0-2/9").bodyValue(nextCall() + "23");
		});
	}

	@Test
	void areNotKept() throws IOException {
		answerInParts();

		Answer first = get(target(), "Range: bytes=0-2");
		Answer second = get(target(), "Range: bytes=0-2");

		assertThat(first.status()).isEqualTo(206);
		assertThat(first.text()).isEqualTo("123");
		assertThat(second.cache()).isEqualTo("MISS");
		assertThat(second.text()).isEqualTo("223");
	}

	@Test
	void areNeverTakenForTheWhole() throws IOException {
		answerInParts();
		get(target(), "Range: bytes=0-2");

		Answer whole = get(target());

		assertThat(whole.status()).isEqualTo(200);
		assertThat(whole.cache()).isEqualTo("MISS");
		assertThat(whole.text()).isEqualTo("223456789");
	}

	@Test
	void areCutFromTheWholeOnceThatIsStored() throws IOException {
		answerInParts();
		get(target());

		Answer part = get(target(), "Range: bytes=3-4");

		assertThat(part.status()).isEqualTo(206);
		assertThat(part.cache()).isEqualTo("HIT");
		assertThat(part.text()).isEqualTo("45");
		assertThat(part.header("Content-Range")).isEqualTo("bytes 3-4/9");
	}

	@Test
	void leaveTheWholeAloneThatIsStored() throws IOException {
		answerInParts();
		get(target());
		get(target(), "Range: bytes=0-2", "Cache-Control: no-cache");

		Answer whole = get(target());

		assertThat(whole.cache()).isEqualTo("HIT");
		assertThat(whole.text()).isEqualTo("123456789");
	}

	@Test
	void areNotKeptEvenIfNobodyAskedForAPart() throws IOException {
		things().on(target(),
				(request) -> ServerResponse.status(206)
					.header("Cache-Control", "max-age=60")
					.header("Content-Range", "bytes 0-5/9")
					.bodyValue("call " + nextCall()));

		assertThat(get(target()).text()).isEqualTo("call 1");
		assertThat(get(target()).text()).isEqualTo("call 2");
	}

}
