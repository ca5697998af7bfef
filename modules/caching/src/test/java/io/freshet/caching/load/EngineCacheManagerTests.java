package io.freshet.caching.load;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheName;
import io.freshet.caching.ReactiveCache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EngineCacheManagerTests {

	private final EngineCacheManager caches = new LoadFixture().caches;

	@Test
	void handsOutTheSameCacheForTheSameName() {
		ReactiveCache<String> cache = this.caches.cache("things", String.class);

		assertThat(this.caches.cache("things", String.class)).isSameAs(cache);
		assertThat(cache.name()).isEqualTo(CacheName.of("things"));
	}

	@Test
	void namesTheCachesInUseInOrder() {
		this.caches.cache("b", String.class);
		this.caches.cache("a", String.class);

		assertThat(this.caches.cacheNames()).containsExactly(CacheName.of("a"), CacheName.of("b"));
	}

	@Test
	void refusesACacheThatIsInUseForAnotherType() {
		this.caches.cache("things", String.class);

		assertThatExceptionOfType(CacheException.class)
			.isThrownBy(() -> this.caches.cache("things", new ParameterizedTypeReference<List<String>>() {
			}))
			.withMessageContaining("things")
			.withMessageContaining("java.lang.String")
			.withMessageContaining("java.util.List<java.lang.String>");
	}

	@Test
	void refusesWhatIsNoName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.caches.cache("No Name", String.class));
	}

}
