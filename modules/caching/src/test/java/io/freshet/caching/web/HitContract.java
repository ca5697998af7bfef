package io.freshet.caching.web;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What a hit is. */
abstract class HitContract extends Scene {

	@ParameterizedTest
	@ValueSource(strings = { "text", "bytes", "stream", "objects", "tagged", "empty", "nothing", "absent", "problem" })
	void isByteForByteTheMissOfAnAnnotatedHandler(String kind) throws IOException {
		Answer miss = get("/annotated/" + kind);

		Answer hit = get("/annotated/" + kind);

		assertSame(hit, miss);
		assertSame(get("/annotated/" + kind), miss);
	}

	@Test
	void isByteForByteTheMissOfAFunctionalHandler() throws IOException {
		answer((ok) -> ok.header("X-Two", "1", "2").header("x-lower", "é").eTag("v").header("Date", "Mon, 1"));

		Answer miss = get(path());

		assertSame(get(path()), miss);
		assertThat(miss.headers()).contains("X-Two: 1", "X-Two: 2");
		assertThat(miss.header("Content-Length")).isEqualTo("6");
	}

	@Test
	void isByteForByteTheMissOfAStream() throws IOException {
		things().on(path(), (request) -> ServerResponse.ok()
			.body(BodyInserters.fromDataBuffers(chunks("a".repeat(300), "b".repeat(300)))));

		Answer miss = get(path());

		assertSame(get(path()), miss);
		assertThat(miss.text()).isEqualTo("a".repeat(300) + "b".repeat(300));
	}

	@Test
	void isByteForByteTheMissOfAStreamWithoutElements() throws IOException {
		things().on(path(), (request) -> ServerResponse.ok().body(BodyInserters.fromDataBuffers(chunks())));

		Answer miss = get(path());

		assertSame(get(path()), miss);
	}

	@Test
	void isByteForByteTheMissOfWhatHasALengthAndIsStreamed() throws IOException {
		things().on(path(),
				(request) -> ServerResponse.ok()
					.contentLength(4)
					.body(BodyInserters.fromDataBuffers(chunks("ab", "cd"))));

		Answer miss = get(path());

		assertSame(get(path()), miss);
		assertThat(miss.header("Content-Length")).isEqualTo("4");
	}

	@Test
	void carriesTheDateOfTheMiss() throws IOException {
		things().on(path(), this::count);
		Answer miss = get(path());
		clock().advance(Duration.ofSeconds(5));

		Answer hit = get(path());

		assertThat(hit.header("Date")).isEqualTo(miss.header("Date")).endsWith("GMT");
		assertThat(miss.header("Age")).isEmpty();
	}

	@Test
	void carriesWhatLaterFiltersSayAtTheEnd() throws IOException {
		things().on(path(), this::count);
		get(path());
		int passed = things().passed();

		Answer hit = get(path());

		assertThat(hit.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(things().passed()).as("the filter is not asked for a hit").isEqualTo(passed);
	}

	@Test
	void isNotForbiddenByAFilterThatSaysNoStoreWhereNothingIsSaid() throws IOException {
		things().on(path(), this::count);

		Answer miss = get(path());

		assertThat(miss.header("Cache-Control")).isEqualTo("max-age=0, must-revalidate");
		assertThat(get(path()).cache()).isEqualTo("HIT");
	}

	@Test
	void leavesTheFieldsOfOuterFiltersToThem() throws IOException {
		answer((ok) -> ok.header("Vary", "X-Inner"));
		get(path(), "X-Want-Id: yes");

		Answer hit = get(path(), "X-Want-Id: yes");
		Answer without = get(path());

		assertThat(hit.cache()).isEqualTo("HIT");
		assertThat(hit.header("X-Request-Id")).startsWith("id-").doesNotContain(",");
		assertThat(hit.header("Vary")).isEqualTo("X-Outer, X-Inner");
		assertThat(without.cache()).isEqualTo("HIT");
		assertThat(without.header("X-Request-Id")).isEmpty();
	}

	@Test
	void growsOlderUntilItsTimeIsOver() throws IOException {
		things().on(path(), this::count);
		get(path());

		Answer young = get(path());
		clock().advance(Duration.ofSeconds(59));
		Answer old = get(path());
		clock().advance(Duration.ofSeconds(2));
		Answer gone = get(path());

		assertThat(young.header("Age")).isEqualTo("0");
		assertThat(young.header("Cache-Status")).isEqualTo("Freshet; hit; ttl=60");
		assertThat(old.header("Age")).isEqualTo("59");
		assertThat(old.header("Cache-Status")).isEqualTo("Freshet; hit; ttl=1");
		assertThat(gone.cache()).isEqualTo("MISS");
		assertThat(gone.text()).isEqualTo("call 2");
	}

}
