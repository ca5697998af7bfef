package io.freshet.caching.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheTag;

import static io.freshet.caching.spring.SpringCaching.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A value is read, then what it was read from changes and is invalidated, and only then
 * the value reaches the cache: whoever asks afterwards gets the new one.
 */
class PutRaceTests {

	private static final CacheTag TAG = CacheTag.of("stock", "a");

	@ParameterizedTest
	@EnumSource
	void servesNoValueThatWasReadBeforeAnEviction(Way way) {
		withStock((stock, manager) -> {
			stock.beforeReturn(() -> {
				stock.number(2);
				stock.evict("a");
			});

			assertThat(way.read(stock)).as("read before the change").isEqualTo(1);
			stock.beforeReturn(() -> {
			});

			assertThat(way.read(stock)).isEqualTo(2);
			stock.number(3);
			assertThat(way.read(stock)).as("kept from then on").isEqualTo(2);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTIVE", "REACTIVE_BY_LOOKUP_AND_PUT" })
	void servesNoValueThatWasReadBeforeAnInvalidationOfWhatItDependsOn(Way way) {
		withStock((stock, manager) -> {
			stock.beforeReturn(() -> {
				stock.number(2);
				stock.invalidate();
			});

			assertThat(way.read(stock)).as("read before the change").isEqualTo(1);
			stock.beforeReturn(() -> {
			});

			assertThat(way.read(stock)).isEqualTo(2);
		});
	}

	@Test
	void servesNoPutValueThatAnotherReplacedMeanwhile() {
		withStock((stock, manager) -> {
			stock.put("a", 1, () -> stock.put("a", 2, () -> {
			}));
			stock.number(2);

			assertThat(stock.blocking("a")).as("put last, but read first").isEqualTo(2);
		});
	}

	@Test
	void servesNoPutValueThatWasReadBeforeAnEviction() {
		withStock((stock, manager) -> {
			stock.put("a", 1, () -> stock.evict("a"));
			stock.number(2);

			assertThat(stock.blocking("a")).isEqualTo(2);
		});
	}

	@Test
	void servesNoPutValueThatWasReadBeforeAllEntriesWereEvicted() {
		withStock((stock, manager) -> {
			stock.put("a", 1, () -> cache(manager).clear());
			stock.number(2);

			assertThat(stock.blocking("a")).isEqualTo(2);
		});
	}

	@Test
	void keepsAPutValueThatNothingHappenedTo() {
		withStock((stock, manager) -> {
			stock.put("a", 1, () -> stock.put("b", 1, () -> stock.evict("c")));
			stock.number(2);

			assertThat(stock.blocking("a")).isEqualTo(1);
		});
	}

	@Test
	void knowsTheAgeOfAValueThatWasLookedUpOnTheSameThread() {
		withStock((stock, manager) -> {
			Cache cache = cache(manager);
			assertThat(cache.get("a")).isNull();
			stock.evict("a");
			cache.put("a", 1);
			assertThat(cache.get("a")).as("evicted since it was looked up").isNull();

			cache.put("a", 2);

			assertThat(cache.get("a", Integer.class)).isEqualTo(2);
		});
	}

	@Test
	void doesNotTakeTheLookUpOfAnotherThreadForItsOwn() {
		withStock((stock, manager) -> {
			Cache cache = cache(manager);
			stock.evict("a");
			CompletableFuture.runAsync(() -> cache.get("a")).orTimeout(20, TimeUnit.SECONDS).join();

			cache.put("a", 1);

			assertThat(cache.get("a")).as("of unknown age, and evicted as far as is remembered").isNull();
		});
	}

	private static Cache cache(CacheManager manager) {
		Cache cache = manager.getCache("stock");
		assertThat(cache).isNotNull();
		return cache;
	}

	private static void withStock(BiConsumer<Stock, CacheManager> test) {
		SpringCaching.runner()
			.withBean(Stock.class)
			.run((context) -> test.accept(context.getBean(Stock.class), context.getBean(CacheManager.class)));
	}

	/** How a method is cached. */
	enum Way {

		BLOCKING {

			@Override
			int read(Stock stock) {
				return stock.blocking("a");
			}

		},

		BLOCKING_BY_LOOKUP_AND_PUT {

			@Override
			int read(Stock stock) {
				return stock.blockingInTwo("a");
			}

		},

		REACTIVE {

			@Override
			int read(Stock stock) {
				return stock.reactive("a").blockOptional(PATIENCE).orElseThrow();
			}

		},

		REACTIVE_BY_LOOKUP_AND_PUT {

			@Override
			int read(Stock stock) {
				return stock.reactiveInTwo("a").blockOptional(PATIENCE).orElseThrow();
			}

		},

		FUTURE {

			@Override
			int read(Stock stock) {
				return stock.future("a").orTimeout(20, TimeUnit.SECONDS).join();
			}

		},

		FUTURE_BY_LOOKUP_AND_PUT {

			@Override
			int read(Stock stock) {
				return stock.futureInTwo("a").orTimeout(20, TimeUnit.SECONDS).join();
			}

		};

		abstract int read(Stock stock);

	}

	static class Stock {

		private final CacheInvalidator invalidator;

		private final AtomicInteger number = new AtomicInteger(1);

		private volatile Runnable beforeReturn = () -> {
		};

		private final CacheManager manager;

		Stock(CacheInvalidator invalidator, CacheManager manager) {
			this.invalidator = invalidator;
			this.manager = manager;
		}

		@Cacheable("stock")
		int blocking(String key) {
			return read();
		}

		@Cacheable({ "stock", "stock-copy" })
		int blockingInTwo(String key) {
			return read();
		}

		@Cacheable("stock")
		Mono<Integer> reactive(String key) {
			return CacheDependencies.on(TAG).then(Mono.fromSupplier(this::read));
		}

		@Cacheable({ "stock", "stock-copy" })
		Mono<Integer> reactiveInTwo(String key) {
			return reactive(key);
		}

		@Cacheable("stock")
		CompletableFuture<Integer> future(String key) {
			return CompletableFuture.supplyAsync(this::read);
		}

		@Cacheable({ "stock", "stock-copy" })
		CompletableFuture<Integer> futureInTwo(String key) {
			return future(key);
		}

		@CachePut(cacheNames = "stock", key = "#key")
		int put(String key, int value, Runnable before) {
			before.run();
			return value;
		}

		void number(int value) {
			this.number.set(value);
		}

		void beforeReturn(Runnable action) {
			this.beforeReturn = action;
		}

		void invalidate() {
			this.invalidator.invalidate(TAG).block(PATIENCE);
		}

		void evict(String key) {
			for (String name : new String[] { "stock", "stock-copy" }) {
				Cache cache = this.manager.getCache(name);
				assertThat(cache).isNotNull();
				cache.evict(key);
			}
		}

		private int read() {
			int read = this.number.get();
			this.beforeReturn.run();
			return read;
		}

	}

}
