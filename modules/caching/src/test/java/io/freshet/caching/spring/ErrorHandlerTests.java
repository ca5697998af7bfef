package io.freshet.caching.spring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;

import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.LocalLedger;

import static io.freshet.caching.spring.SpringCaching.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the application configures of caching holds; and what becomes of a ledger that
 * cannot be written.
 */
class ErrorHandlerTests {

	private final ApplicationContextRunner runner = SpringCaching.runner()
		.withBean(InvalidationLedger.class, ReadOnlyLedger::new)
		.withBean(Shop.class);

	@Test
	void failsAChangeThatCannotBeRecorded() {
		this.runner.run((context) -> {
			Shop shop = context.getBean(Shop.class);

			StepVerifier.create(shop.evict("a")).expectErrorMessage("read only").verify(PATIENCE);
			StepVerifier.create(shop.put("a")).expectErrorMessage("read only").verify(PATIENCE);
			assertThatIllegalStateException().isThrownBy(() -> shop.evictNow("a")).withMessage("read only");
		});
	}

	@Test
	void asksTheErrorHandlerOfTheApplication() {
		Lenient lenient = new Lenient();

		this.runner.withBean(CachingConfigurer.class, () -> lenient).run((context) -> {
			Shop shop = context.getBean(Shop.class);

			StepVerifier.create(shop.evict("a")).expectNext("done").expectComplete().verify(PATIENCE);
			StepVerifier.create(shop.put("a")).expectNext("put").expectComplete().verify(PATIENCE);
			shop.evictNow("a");
		});

		assertThat(lenient.told).containsExactly("evict same", "put same", "evict same");
	}

	@Test
	void usesTheKeyGeneratorOfTheApplication() {
		this.runner.withBean(CachingConfigurer.class, Lenient::new).run((context) -> {
			Shop shop = context.getBean(Shop.class);

			assertThat(shop.price("a").block(PATIENCE)).isEqualTo(shop.price("b").block(PATIENCE));
		});
	}

	static class Shop {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("prices")
		Mono<Integer> price(String key) {
			return Mono.fromSupplier(this.calls::incrementAndGet);
		}

		@CacheEvict("prices")
		Mono<String> evict(String key) {
			return Mono.just("done");
		}

		@CacheEvict("prices")
		void evictNow(String key) {
		}

		@CachePut("names")
		Mono<String> put(String key) {
			return Mono.just("put");
		}

	}

	/** Takes errors down and gives every call the same key. */
	static class Lenient extends SimpleCacheErrorHandler implements CachingConfigurer {

		private final List<String> told = new CopyOnWriteArrayList<>();

		@Override
		public CacheErrorHandler errorHandler() {
			return this;
		}

		@Override
		public KeyGenerator keyGenerator() {
			return (target, method, arguments) -> "same";
		}

		@Override
		public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
			this.told.add("evict " + key);
		}

		@Override
		public void handleCachePutError(RuntimeException exception, Cache cache, Object key, Object value) {
			this.told.add("put " + key);
		}

	}

	/** A ledger that nothing can be added to. */
	static class ReadOnlyLedger implements InvalidationLedger {

		private final LocalLedger delegate = new LocalLedger(100_000);

		@Override
		public FreshnessView view() {
			return this.delegate.view();
		}

		@Override
		public Mono<Void> refreshed() {
			return this.delegate.refreshed();
		}

		@Override
		public Mono<Boolean> sees(FreshnessToken token) {
			return this.delegate.sees(token);
		}

		@Override
		public Mono<Long> append(Invalidation invalidation) {
			return Mono.error(new IllegalStateException("read only"));
		}

		@Override
		public void committed(long position, Invalidation invalidation) {
			this.delegate.committed(position, invalidation);
		}

	}

}
