package io.freshet.caching.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that are invalidated by their cache tags. */
abstract class TagContract extends Scene {

	@Test
	void ofWhatTheHandlerReadFromACacheInvalidateTheAnswer() throws IOException {
		ReactiveCache<String> names = caches().cache("names", String.class);
		things().on(path(),
				(request) -> Mono.fromSupplier(() -> "name " + nextCall())
					.transformDeferred(names.caching(CacheKey.of(path()), CacheTag.of("name", 1)))
					.flatMap((name) -> ServerResponse.ok().bodyValue(name)));
		Answer miss = get(path());

		invalidator().invalidate(CacheTag.of("name", 2)).block(PATIENCE);
		Answer unrelated = get(path());
		invalidator().invalidate(CacheTag.of("name", 1)).block(PATIENCE);
		Answer related = get(path());

		assertSame(unrelated, miss);
		assertThat(related.cache()).isEqualTo("MISS");
		assertThat(related.text()).isEqualTo("name 2");
	}

	@Test
	void ofWhatTheHandlerFoundInACacheInvalidateTheAnswerAsWell() throws IOException {
		ReactiveCache<String> names = caches().cache("names", String.class);
		things().on(path(),
				(request) -> Mono.fromSupplier(() -> "name " + nextCall())
					.transformDeferred(names.caching(CacheKey.of(path()), CacheTag.of("name", 3)))
					.flatMap((name) -> ServerResponse.ok().bodyValue(name)));
		things().on(path() + "/other", things().handlerOf(path()));
		get(path());

		Answer second = get(path() + "/other");
		invalidator().invalidate(CacheTag.of("name", 3)).block(PATIENCE);

		assertThat(second.text()).isEqualTo("name 1");
		assertThat(get(path() + "/other").text()).isEqualTo("name 2");
	}

	@Test
	void thatTheHandlerDeclaresWhileItStreamsInvalidateTheAnswer() throws IOException {
		things().on(path(),
				(request) -> ServerResponse.ok()
					.body(BodyInserters.fromDataBuffers(chunks("a", "" + nextCall())
						.delayUntil((chunk) -> CacheDependencies.on(CacheTag.of("streamed", 1))))));
		Answer miss = get(path());

		assertSame(get(path()), miss);
		invalidator().invalidate(CacheTag.of("streamed", 1)).block(PATIENCE);

		assertThat(get(path()).text()).isEqualTo("a2");
	}

	@Test
	void thatWereInvalidatedWhileTheHandlerWorkedKeepItsAnswerOut() throws IOException {
		things().on(path(),
				(request) -> CacheDependencies.on(CacheTag.of("raced", 1))
					.then(Mono.fromSupplier(() -> "call " + nextCall()))
					.delayUntil((read) -> invalidator().invalidate(CacheTag.of("raced", 1)))
					.flatMap((read) -> ServerResponse.ok().bodyValue(read)));

		assertNeverKept();
	}

}
