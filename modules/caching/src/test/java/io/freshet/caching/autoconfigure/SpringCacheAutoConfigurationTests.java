package io.freshet.caching.autoconfigure;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.actuate.endpoint.CachesEndpoint;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheName;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.spring.SpringCacheType;
import io.freshet.caching.spring.TieredCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpringCacheAutoConfigurationTests {

	private final ApplicationContextRunner withoutAnnotation = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheStatisticsAutoConfiguration.class, CachingAutoConfiguration.class,
				SpringCacheAutoConfiguration.class, CacheAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutAnnotation.withUserConfiguration(Enabled.class);

	@Test
	void givesTheCacheManagerInsteadOfBoot() {
		this.runner.withBean(Numbers.class).run((context) -> {
			assertThat(context).hasSingleBean(CacheManager.class)
				.getBean(CacheManager.class)
				.isInstanceOf(TieredCacheManager.class);
			assertThat(context.getBean(Numbers.class).next("a")).isEqualTo(context.getBean(Numbers.class).next("a"));
		});
	}

	@Test
	void doesNothingWhereCachingIsNotEnabled() {
		this.withoutAnnotation.withBean(Mistake.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
	}

	@Test
	void backsOffFromACacheManagerOfTheApplication() {
		this.runner.withBean(CacheManager.class, NoOpCacheManager::new).withBean(Mistake.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(CacheManager.class)
				.doesNotHaveBean(TieredCacheManager.class);
			assertThat(context.getBean(CacheInterceptor.class)).hasSameClassAs(new CacheInterceptor());
		});
	}

	@Test
	void backsOffFromATypeThatIsChosenByName() {
		this.runner.withPropertyValues("spring.cache.type=simple")
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void backsOffFromAnotherReactiveCacheManager() {
		this.runner.withBean(ReactiveCacheManager.class, OtherCaches::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheManager.class));
	}

	@Test
	void isSwitchedOff() {
		this.runner.withPropertyValues("freshet.caching.spring.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(CacheManager.class)
				.doesNotHaveBean(TieredCacheManager.class));
	}

	@Test
	void keepsNothingWhereNothingIsCached() {
		this.runner.withPropertyValues("freshet.caching.enabled=false")
			.withBean(Numbers.class)
			.run((context) -> assertThat(context.getBean(Numbers.class).next("a"))
				.isNotEqualTo(context.getBean(Numbers.class).next("a")));
	}

	@Test
	void obeysThePolicyOfACache() {
		this.runner.withPropertyValues("freshet.caching.caches.none.negative-ttl=0s")
			.withBean(Numbers.class)
			.run((context) -> {
				Numbers numbers = context.getBean(Numbers.class);
				numbers.none("a").block();
				numbers.none("a").block();

				assertThat(numbers.calls()).isEqualTo(2);
			});
	}

	@Test
	void takesTheTypeOfACacheFromABean() {
		this.runner.withBean(SpringCacheType.class, () -> SpringCacheType.of("texts", String.class)).run((context) -> {
			Cache cache = context.getBean(CacheManager.class).getCache("texts");

			assertThat(cache).isNotNull();
			assertThat(cache.get("a", () -> "x")).isEqualTo("x");
		});
	}

	@Test
	void refusesAnUndeclaredCacheLater() {
		this.runner.withPropertyValues("freshet.caching.declared-only=true")
			.run((context) -> assertThatExceptionOfType(CacheException.class)
				.isThrownBy(() -> context.getBean(CacheManager.class).getCache("any"))
				.withMessage("Cache 'any' is not declared. Declared are [].")
				.satisfies((ex) -> assertThat(ex.action()).contains("freshet.caching.caches.any")));
	}

	@Test
	void isShownByTheEndpoint() {
		this.runner.withBean(Numbers.class).run((context) -> {
			CachesEndpoint endpoint = new CachesEndpoint(context.getBeansOfType(CacheManager.class));
			Numbers numbers = context.getBean(Numbers.class);
			int first = numbers.next("a");

			assertThat(endpoint.caches().getCacheManagers().get("cacheManager").getCaches()).containsOnlyKeys("none",
					"numbers");
			assertThat(endpoint.cache("numbers", null)).isNotNull();
			assertThat(endpoint.clearCache("numbers", null)).isTrue();
			assertThat(numbers.next("a")).isNotEqualTo(first);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class Enabled {

	}

	static class Numbers {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("numbers")
		int next(String key) {
			return this.calls.incrementAndGet();
		}

		@Cacheable("none")
		Mono<String> none(String key) {
			return Mono.fromRunnable(this.calls::incrementAndGet);
		}

		int calls() {
			return this.calls.get();
		}

	}

	/** A manager that the adapter knows nothing of. */
	static class OtherCaches implements ReactiveCacheManager {

		@Override
		public <V> ReactiveCache<V> cache(String name, ParameterizedTypeReference<V> type) {
			throw new UnsupportedOperationException();
		}

		@Override
		public SortedSet<CacheName> cacheNames() {
			return new TreeSet<>();
		}

	}

	static class Mistake {

		@Cacheable("anything")
		Object find(String key) {
			return key;
		}

	}

}
