package io.freshet.caching.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.Cached;
import io.freshet.caching.CachingOperator;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.autoconfigure.CacheStatisticsAutoConfiguration;
import io.freshet.caching.autoconfigure.CachingAutoConfiguration;
import io.freshet.caching.autoconfigure.SpringCacheAutoConfiguration;

/**
 * A hit in the near tier, subscribed to and consumed: through the operator and the
 * annotation; beside it Caffeine's own asynchronous cache as a {@code Mono}, and Spring's
 * {@code @Cacheable} on Caffeine in asynchronous mode. With {@code -prof gc} also what a
 * hit allocates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NearHitBenchmark {

	private final AsyncCache<Object, Article> caffeine = Caffeine.newBuilder()
		.maximumSize(1000)
		.expireAfterWrite(Duration.ofMinutes(5))
		.buildAsync();

	private final AnnotationConfigApplicationContext freshet = new AnnotationConfigApplicationContext(Freshet.class);

	private final AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(Peer.class);

	private final AnnotationConfigApplicationContext freshetForSpring = new AnnotationConfigApplicationContext(
			FreshetForSpring.class);

	private final ReactiveCache<Article> cache = this.freshet.getBean(ReactiveCacheManager.class)
		.cache("operator", Article.class);

	private final CachingOperator<Article> operator = this.cache.caching(CacheKey.of(1L), CacheTag.of("article", 1));

	private final Articles annotated = this.freshet.getBean(Articles.class);

	private final SpringArticles cacheable = this.spring.getBean(SpringArticles.class);

	private final SpringArticles cacheableOnFreshet = this.freshetForSpring.getBean(SpringArticles.class);

	private final Mono<Article> origin = Mono.fromSupplier(() -> Article.of(1));

	/**
	 * Fills the caches.
	 */
	@Setup
	public void fill() {
		this.origin.transformDeferred(this.operator).block();
		this.annotated.find(1L).block();
		this.cacheable.find(1L).block();
		this.cacheableOnFreshet.find(1L).block();
		this.caffeine.get(1L, (key) -> Article.of(1)).join();
	}

	/**
	 * Ends the contexts.
	 */
	@TearDown
	public void close() {
		this.freshet.close();
		this.spring.close();
		this.freshetForSpring.close();
	}

	/**
	 * The operator, made beforehand.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void operator(Blackhole blackhole) {
		this.origin.transformDeferred(this.operator).subscribe(blackhole::consume);
	}

	/**
	 * The operator, with key and tags made for each call.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void operatorWithKey(Blackhole blackhole) {
		this.origin.transformDeferred(this.cache.caching(CacheKey.of(1L), CacheTag.of("article", 1)))
			.subscribe(blackhole::consume);
	}

	/**
	 * The annotation.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void annotation(Blackhole blackhole) {
		this.annotated.find(1L).subscribe(blackhole::consume);
	}

	/**
	 * Caffeine as a {@code Mono}.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void caffeineAsyncMono(Blackhole blackhole) {
		Mono.fromFuture(() -> this.caffeine.get(1L, (key) -> Article.of(1))).subscribe(blackhole::consume);
	}

	/**
	 * Caffeine as it is.
	 * @return the future
	 */
	@Benchmark
	public CompletableFuture<Article> caffeineAsync() {
		return this.caffeine.get(1L, (key) -> Article.of(1));
	}

	/**
	 * Spring on Caffeine.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void springCacheableOnCaffeine(Blackhole blackhole) {
		this.cacheable.find(1L).subscribe(blackhole::consume);
	}

	/**
	 * Spring's annotation on our cache manager.
	 * @param blackhole consumes
	 */
	@Benchmark
	public void springCacheableOnFreshet(Blackhole blackhole) {
		this.cacheableOnFreshet.find(1L).subscribe(blackhole::consume);
	}

	/** Our application. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ CacheStatisticsAutoConfiguration.class, CachingAutoConfiguration.class })
	static class Freshet {

		@Bean
		JsonMapper jsonMapper() {
			return JsonMapper.builder().build();
		}

		@Bean
		Articles articles() {
			return new Articles();
		}

	}

	/** A service. */
	static class Articles {

		@Cached(cache = "annotation", key = "#id", tags = "article:#{#id}")
		Mono<Article> find(long id) {
			return Mono.fromSupplier(() -> Article.of(id));
		}

	}

	/** Our application with Spring's annotations. */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	@ImportAutoConfiguration({ CacheStatisticsAutoConfiguration.class, CachingAutoConfiguration.class,
			SpringCacheAutoConfiguration.class })
	static class FreshetForSpring {

		@Bean
		JsonMapper jsonMapper() {
			return JsonMapper.builder().build();
		}

		@Bean
		SpringArticles articles() {
			return new SpringArticles();
		}

	}

	/** The application beside it. */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class Peer {

		@Bean
		CaffeineCacheManager cacheManager() {
			CaffeineCacheManager manager = new CaffeineCacheManager("spring");
			manager.setCaffeine(Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(Duration.ofMinutes(5)));
			manager.setAsyncCacheMode(true);
			return manager;
		}

		@Bean
		SpringArticles articles() {
			return new SpringArticles();
		}

	}

	/** The same service. */
	static class SpringArticles {

		@Cacheable(cacheNames = "spring", key = "#id")
		public Mono<Article> find(long id) {
			return Mono.fromSupplier(() -> Article.of(id));
		}

	}

}
