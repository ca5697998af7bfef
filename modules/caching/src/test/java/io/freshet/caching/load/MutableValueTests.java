package io.freshet.caching.load;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.store.StoreContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever gets bytes may do with them as he likes.
 */
class MutableValueTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<byte[]> cache = this.fixture.caches.cache("bytes", byte[].class);

	@Test
	void survivesCallersThatChangeWhatTheyGot() {
		for (int round = 0; round < 4; round++) {
			byte[] got = LoadFixture.get(read(Mono.just(new byte[] { 1, 2 })));

			assertThat(got).containsExactly(1, 2);
			got[0] = 9;
		}
		assertThat(this.fixture.loads()).isOne();
	}

	@Test
	void survivesAnOriginThatUsesItsBufferAgain() {
		byte[] buffer = { 1, 2 };
		byte[] first = LoadFixture.get(read(Mono.just(buffer)));
		buffer[0] = 9;

		assertThat(first).containsExactly(1, 2);
		assertThat(LoadFixture.get(read(Mono.empty()))).containsExactly(1, 2);
	}

	@Test
	void givesThoseWhoJoinALoadBytesOfTheirOwn() {
		TestPublisher<byte[]> origin = TestPublisher.create();
		List<byte[]> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
		read(origin.mono()).subscribe(answers::add);
		read(origin.mono()).subscribe(answers::add);

		origin.emit(new byte[] { 1 });

		assertThat(answers).hasSize(2);
		assertThat(answers.get(0)).isEqualTo(answers.get(1)).isNotSameAs(answers.get(1));
	}

	@Test
	void survivesCallersThatChangeElementsOfASequence() {
		for (int round = 0; round < 3; round++) {
			List<byte[]> got = LoadFixture.get(Flux.just(new byte[] { 1 }, new byte[] { 2 })
				.transformDeferred(this.cache.caching(KEY, (value) -> List.of()))
				.collectList());

			assertThat(got.get(1)).containsExactly(2);
			got.get(1)[0] = 9;
		}
		assertThat(this.fixture.loads()).isOne();
	}

	@Test
	void survivesCallersThatChangeWhatWasPut() {
		byte[] value = { 1 };
		this.cache.put(KEY, value).block(LoadFixture.TIMEOUT);
		value[0] = 9;
		LoadFixture.get(this.cache.get(KEY))[0] = 9;

		assertThat(LoadFixture.get(this.cache.get(KEY))).containsExactly(1);
	}

	@Test
	void takesRoomOnce() {
		read(Mono.just(new byte[100_000])).block(LoadFixture.TIMEOUT);
		read(Mono.empty()).block(LoadFixture.TIMEOUT);

		Map<CacheName, StoreContent> content = ((CaffeineStore) this.fixture.near).content();

		assertThat(content.get(CacheName.of("bytes")).bytes()).isBetween(100_000L, 101_000L);
	}

	private Mono<byte[]> read(Mono<byte[]> origin) {
		return origin.transformDeferred(this.cache.caching(KEY, (value) -> List.of()));
	}

}
