package io.freshet.caching.web;

import java.io.IOException;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Conditional requests. */
abstract class ConditionContract extends Scene {

	@Test
	void areMetByAMissThatKeepsTheWhole() throws IOException {
		answer((ok) -> ok.eTag("v1"));

		Answer notModified = get(path(), "If-None-Match: \"v1\"");
		Answer whole = get(path());

		assertThat(notModified.status()).isEqualTo(304);
		assertThat(notModified.cache()).isEqualTo("MISS");
		assertThat(notModified.header("ETag")).isEqualTo("\"v1\"");
		assertNoContent(notModified);
		assertThat(whole.cache()).isEqualTo("HIT");
		assertThat(whole.text()).isEqualTo("call 1");
	}

	@ParameterizedTest
	@CsvSource({ "If-None-Match: \"v1\"", "If-None-Match: W/\"v1\"", "If-None-Match: *",
			"'If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT'" })
	void areMetByAnAnnotatedHandlerThatChecksThemItself(String condition) throws IOException {
		String target = "/annotated/tagged?of=" + Math.floorMod(condition.hashCode(), 1_000_000);

		Answer miss = get(target, condition);
		Answer hit = get(target, condition);
		Answer whole = get(target);

		assertThat(miss.status()).isEqualTo(304);
		assertThat(hit.status()).isEqualTo(304);
		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.lastingHeaders()).isEqualTo(miss.lastingHeaders());
		assertThat(hit.header("ETag")).isEqualTo("\"v1\"");
		assertNoContent(miss);
		assertNoContent(hit);
		assertThat(whole.cache()).isEqualTo("HIT");
		assertThat(whole.status()).isEqualTo(200);
		assertThat(whole.text()).startsWith("{\"call\":");
	}

	@Test
	void areMetByAHead() throws IOException {
		answer((ok) -> ok.eTag("v1"));

		Answer miss = head(path(), "If-None-Match: \"v1\"");
		Answer hit = head(path(), "If-None-Match: \"v1\"");

		assertThat(miss.status()).isEqualTo(304);
		assertThat(hit.status()).isEqualTo(304);
		assertThat(hit.lastingHeaders()).isEqualTo(miss.lastingHeaders());
		assertThat(get(path()).text()).isEqualTo("call 1");
	}

	@Test
	void areNotMetByAnotherRepresentation() throws IOException {
		answer((ok) -> ok.eTag("v2").lastModified(Instant.parse("2026-01-02T00:00:00Z")));
		String[] outdated = { "If-None-Match: \"v1\"", "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT" };

		Answer miss = get(path(), outdated[0]);
		Answer hit = get(path(), outdated[0]);
		Answer byDate = get(path(), outdated[1]);

		assertSame(hit, miss);
		assertThat(byDate.status()).isEqualTo(200);
		assertThat(byDate.text()).isEqualTo("call 1");
	}

	@Test
	void areNotSeenByTheHandlerAndNorAreRanges() throws IOException {
		things().on(path(),
				(request) -> ServerResponse.ok()
					.bodyValue(request.headers().asHttpHeaders().headerNames().stream().sorted().toList()
							+ request.method().name()));

		Answer answer = head(path(), "If-None-Match: \"x\"", "If-Match: \"x\"", "Range: bytes=0-1", "If-Range: \"x\"",
				"If-Modified-Since: x", "If-Unmodified-Since: x");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(get(path()).text()).contains("GET").doesNotContain("If-").doesNotContain("Range");
	}

	private void assertNoContent(Answer notModified) {
		assertThat(notModified.header("Content-Length")).isEmpty();
		assertThat(notModified.header("Content-Type")).isEmpty();
		assertThat(notModified.header("Transfer-Encoding")).isEmpty();
	}

}
