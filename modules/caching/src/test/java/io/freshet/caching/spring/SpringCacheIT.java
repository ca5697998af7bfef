package io.freshet.caching.spring;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.Selection.ByKey;
import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two instances on one PostgreSQL and one Redis. */
class SpringCacheIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final AtomicInteger CALLS = new AtomicInteger();

	private final Map<String, Object> servers = servers();

	private final ConfigurableApplicationContext first = start();

	private final ConfigurableApplicationContext second = start();

	private final Library here = this.first.getBean(Library.class);

	private final Library there = this.second.getBean(Library.class);

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
	}

	@Test
	void servesWhatAnotherInstanceLoaded() {
		Book loaded = get(this.here.find("a"));
		awaitShared("books:a");

		assertThat(get(this.there.find("a"))).isEqualTo(loaded);
		assertThat(this.there.findBlocking("a")).as("on a thread that may wait").isEqualTo(loaded);
	}

	@Test
	void servesBlockingCallersWhatAnotherInstanceLoaded() {
		Book loaded = this.here.findBlocking("a");
		awaitShared("books:a");

		assertThat(this.there.findBlocking("a")).isEqualTo(loaded);
	}

	@Test
	void doesNotWaitForTheSharedTierOnAThreadThatMustNotBlock() {
		this.here.findBlocking("a");
		awaitShared("books:a");
		Mono<Book> onEventLoop = Mono.fromSupplier(() -> this.there.findBlocking("a"))
			.subscribeOn(Schedulers.parallel());

		StepVerifier.create(onEventLoop).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	@Test
	void evictsInEveryInstance() {
		Book loaded = get(this.here.find("a"));
		awaitShared("books:a");
		assertThat(get(this.there.find("a"))).isEqualTo(loaded);

		get(this.here.evict("a").thenReturn(true));

		assertThat(get(this.here.find("a"))).as("where it was evicted, at once").isNotEqualTo(loaded);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(this.there.find("a"))).isNotEqualTo(loaded));
	}

	@Test
	void evictsAllEntriesInEveryInstance() {
		Book loaded = get(this.here.find("a"));
		awaitShared("books:a");
		assertThat(this.there.findBlocking("a")).isEqualTo(loaded);

		this.here.evictAll();

		assertThat(this.here.findBlocking("a")).isNotEqualTo(loaded);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.there.findBlocking("a")).isNotEqualTo(loaded));
	}

	@Test
	void putsInEveryInstance() {
		Book loaded = get(this.here.find("a"));
		awaitShared("books:a");
		assertThat(get(this.there.find("a"))).isEqualTo(loaded);
		int calls = CALLS.get();
		Book put = new Book("a", -1);

		await().atMost(PATIENCE).untilAsserted(() -> {
			get(this.here.put("a", put));
			assertThat(this.here.findBlocking("a")).isEqualTo(put);
		});

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(this.there.find("a"))).isEqualTo(put));
		assertThat(CALLS.get()).as("nobody had to load").isEqualTo(calls);
	}

	@Test
	void evictsWithTheCommitOfATransaction() {
		TransactionalOperator transaction = TransactionalOperator
			.create(this.first.getBean(ReactiveTransactionManager.class));
		Book loaded = get(this.here.find("a"));
		awaitShared("books:a");
		Mono<Book> inside = this.here.evict("a")
			.then(Mono.defer(() -> this.there.find("a")).contextWrite((ignored) -> Context.empty()));

		assertThat(get(transaction.transactional(inside))).as("before the commit").isEqualTo(loaded);

		assertThat(get(this.here.find("a"))).isNotEqualTo(loaded);
	}

	@Test
	void readsAListOfWhatAnotherInstanceLoaded() {
		get(this.here.list().collectList());
		awaitShared("shelves:*");
		int calls = CALLS.get();

		assertThat(get(this.there.list().collectList())).hasSize(2).allMatch(Book.class::isInstance);
		assertThat(CALLS.get()).isEqualTo(calls);
	}

	private void awaitShared(String pattern) {
		CacheAdministration administration = this.first.getBean(CacheAdministration.class);
		await().atMost(PATIENCE)
			.until(() -> get(administration.preview(new ByKey(KeyPattern.of(pattern)))).shared() > 0);
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Instance.class).web(WebApplicationType.NONE).properties(this.servers).run();
	}

	private static Map<String, Object> servers() {
		PostgresServer postgres = PostgresServer.shared();
		RedisServer redis = RedisServer.shared();
		Map<String, Object> settings = new HashMap<>(RealServers.properties(postgres, postgres.newDatabase()));
		settings.putAll(RealServers.properties(redis, redis.newDatabase()));
		return settings;
	}

	private static <T> T get(Mono<T> mono) {
		return mono.blockOptional(PATIENCE).orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching(proxyTargetClass = true)
	@Import(Library.class)
	static class Instance {

	}

	record Book(String title, int edition) {
	}

	static class Library {

		@Cacheable("books")
		Mono<Book> find(String title) {
			return Mono.fromSupplier(() -> new Book(title, CALLS.incrementAndGet()));
		}

		@Cacheable("books")
		Book findBlocking(String title) {
			return new Book(title, CALLS.incrementAndGet());
		}

		@Cacheable("shelves")
		Flux<Book> list() {
			return Flux.range(0, 2).map((index) -> new Book("b", CALLS.incrementAndGet()));
		}

		@CacheEvict("books")
		Mono<Void> evict(String title) {
			return Mono.empty();
		}

		@CacheEvict(cacheNames = "books", allEntries = true)
		void evictAll() {
		}

		@CachePut(cacheNames = "books", key = "#title")
		Mono<Book> put(String title, Book book) {
			return Mono.just(book);
		}

	}

}
