package io.freshet.caching.spring;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.CacheManager;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheKey;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;

import static io.freshet.caching.spring.SpringCaching.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TieredCacheTests {

	@Test
	void getsWhatWasPut() {
		withCache((cache) -> {
			assertThat(cache.get("a")).isNull();

			cache.put("a", "x");

			assertThat(cache.get("a")).isNotNull().extracting(Cache.ValueWrapper::get).isEqualTo("x");
			assertThat(cache.get("a", String.class)).isEqualTo("x");
			assertThatIllegalStateException().isThrownBy(() -> cache.get("a", Integer.class))
				.withMessageContaining("java.lang.String");
		});
	}

	@Test
	void keepsAValueOfUnknownAgeWhileNothingIsRememberedOfItsKey() {
		withCache((cache) -> {
			cache.put("a", "x");
			assertThat(cache.get("a", String.class)).isEqualTo("x");

			cache.evict("b");
			cache.put("b", "y");
			assertThat(cache.get("b")).isNull();
		});
	}

	@Test
	void keepsNull() {
		withCache((cache) -> {
			cache.put("a", null);

			assertThat(cache.get("a")).isNotNull().extracting(Cache.ValueWrapper::get).isNull();
			assertThat(cache.get("a", String.class)).isNull();
			assertThat(cache.get("a", () -> "loaded")).isNull();
		});
	}

	@Test
	void loadsWhatIsNotThere() {
		withCache((cache) -> {
			assertThat(cache.get("a", () -> "x")).isEqualTo("x");
			assertThat(cache.get("a", () -> "y")).isEqualTo("x");
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("b", () -> {
				throw new IOException("no");
			})).havingRootCause().withMessage("no");
		});
	}

	@Test
	void retrieves() {
		withCache((cache) -> {
			CompletableFuture<?> nothing = cache.retrieve("a");
			assertThat(nothing).isNotNull();
			assertThat(nothing.orTimeout(20, TimeUnit.SECONDS).join()).isNull();

			CompletableFuture<String> loaded = cache.retrieve("a", () -> CompletableFuture.completedFuture("x"));

			assertThat(loaded.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("x");
			CompletableFuture<?> found = cache.retrieve("a");
			assertThat(found).isNotNull();
			assertThat(found.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOfSatisfying(Cache.ValueWrapper.class,
					(wrapper) -> assertThat(wrapper.get()).isEqualTo("x"));
		});
	}

	@Test
	void putsWhereThereIsNothing() {
		withCache((cache) -> {
			assertThat(cache.putIfAbsent("a", "x")).isNull();
			assertThat(cache.putIfAbsent("a", "y")).isNotNull().extracting(Cache.ValueWrapper::get).isEqualTo("x");

			assertThat(cache.get("a", String.class)).isEqualTo("x");
		});
	}

	@Test
	void evicts() {
		withCache((cache) -> {
			cache.get("a", () -> "x");
			cache.get("b", () -> "x");
			cache.evict("a");
			assertThat(cache.get("a")).isNull();

			assertThat(cache.evictIfPresent("b")).isTrue();
			assertThat(cache.get("b")).isNull();
			assertThat(cache.evictIfPresent("b")).isFalse();
		});
	}

	@Test
	void clears() {
		withCache((cache) -> {
			cache.get("a", () -> "x");
			cache.clear();
			assertThat(cache.get("a")).isNull();
			cache.get("a", () -> "x");

			cache.invalidate();

			assertThat(cache.get("a")).isNull();
		});
	}

	@Test
	void isACacheOfTheEngineUnderAnotherSpelling() {
		SpringCaching.runner()
			.withBean(SpringCacheType.class, () -> SpringCacheType.of("userNames", String.class))
			.run((context) -> {
				Cache cache = context.getBean(CacheManager.class).getCache("userNames");
				assertThat(cache).isNotNull();
				cache.get("a", () -> "x");
				ReactiveCache<String> same = context.getBean(ReactiveCacheManager.class)
					.cache("user-names", String.class);

				assertThat(same.get(CacheKey.of("a")).block(PATIENCE)).isEqualTo("x");
				assertThat(cache.getName()).isEqualTo("userNames");
				assertThat(cache.getNativeCache()).isSameAs(same);
				assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("userNames");
				assertThatExceptionOfType(CacheException.class)
					.isThrownBy(() -> context.getBean(CacheManager.class).getCache("user.names"))
					.withMessageContaining("both written as 'user-names'");
			});
	}

	@Test
	void asksForATypeWhereThereIsNone() {
		SpringCaching.runner().run((context) -> {
			Cache cache = context.getBean(CacheManager.class).getCache("untyped");
			assertThat(cache).isNotNull();

			assertThatExceptionOfType(CacheException.class).isThrownBy(() -> cache.get("a"))
				.withMessageContaining("Cache 'untyped' has no type")
				.satisfies((ex) -> assertThat(ex.action()).contains("SpringCacheType.of(\"untyped\", ...)"));
			cache.evict("a");
			cache.clear();
			assertThat(cache.getNativeCache()).isNotNull();
		});
	}

	@Test
	void refusesAPublisherAsAValue() {
		withCache((cache) -> {
			cache.get("a");
			cache.put("a", Mono.just("x"));

			assertThat(cache.get("a")).isNull();
		});
	}

	private static void withCache(Consumer<Cache> test) {
		SpringCaching.runner()
			.withBean(SpringCacheType.class, () -> SpringCacheType.of("texts", String.class))
			.run((context) -> {
				Cache cache = context.getBean(CacheManager.class).getCache("texts");
				assertThat(cache).isNotNull();
				test.accept(cache);
			});
	}

}
