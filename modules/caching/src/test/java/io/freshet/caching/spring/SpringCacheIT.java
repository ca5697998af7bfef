package io.freshet.caching.spring;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import io.freshet.caching.CacheName;
import io.freshet.caching.autoconfigure.TwoInstances;
import io.freshet.caching.metrics.CacheStatistics;

import static io.freshet.caching.autoconfigure.TwoInstances.PATIENCE;
import static io.freshet.caching.autoconfigure.TwoInstances.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two instances on one PostgreSQL and one Redis. */
class SpringCacheIT {

	private static final int THREADS = 4;

	private static final AtomicInteger CALLS = new AtomicInteger();

	private final TwoInstances instances = TwoInstances.of(Instance.class);

	private final Library here = this.instances.here(Library.class);

	private final Library there = this.instances.there(Library.class);

	@AfterEach
	void close() {
		this.instances.close();
	}

	@Test
	void servesWhatAnotherInstanceLoaded() {
		Book loaded = get(this.here.find("a"));
		this.instances.awaitShared(1);

		assertThat(get(this.there.find("a"))).isEqualTo(loaded);
		assertThat(this.there.findBlocking("a")).as("on a thread that may wait").isEqualTo(loaded);
	}

	@Test
	void servesBlockingCallersWhatAnotherInstanceLoaded() {
		Book loaded = this.here.findBlocking("a");
		this.instances.awaitShared(1);

		assertThat(this.there.findBlocking("a")).isEqualTo(loaded);
	}

	@Test
	void doesNotWaitForTheSharedTierOnAThreadThatMustNotBlock() {
		this.here.findBlocking("a");
		this.instances.awaitShared(1);
		Mono<Book> onEventLoop = Mono.fromSupplier(() -> this.there.findBlocking("a"))
			.subscribeOn(Schedulers.parallel());

		StepVerifier.create(onEventLoop).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	@Test
	void evictsInEveryInstance() {
		Book loaded = get(this.here.find("a"));
		this.instances.awaitShared(1);
		assertThat(get(this.there.find("a"))).isEqualTo(loaded);

		get(this.here.evict("a").thenReturn(true));

		assertThat(get(this.here.find("a"))).as("where it was evicted, at once").isNotEqualTo(loaded);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(this.there.find("a"))).isNotEqualTo(loaded));
	}

	@Test
	void evictsAllEntriesInEveryInstance() {
		Book loaded = get(this.here.find("a"));
		this.instances.awaitShared(1);
		assertThat(this.there.findBlocking("a")).isEqualTo(loaded);

		this.here.evictAll();

		assertThat(this.here.findBlocking("a")).isNotEqualTo(loaded);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.there.findBlocking("a")).isNotEqualTo(loaded));
	}

	@Test
	void putsInEveryInstance() {
		Book loaded = get(this.here.find("a"));
		this.instances.awaitShared(1);
		assertThat(get(this.there.find("a"))).isEqualTo(loaded);
		int calls = CALLS.get();
		Book put = new Book("a", -1);

		await().atMost(PATIENCE).untilAsserted(() -> {
			get(this.here.put("a", put));
			assertThat(this.here.findBlocking("a")).isEqualTo(put);
		});
		this.instances.awaitSharedText("\"edition\":-1");

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(this.there.find("a"))).isEqualTo(put));
		assertThat(CALLS.get()).as("nobody had to load").isEqualTo(calls);
	}

	@Test
	void evictsWithTheCommitOfATransaction() {
		TransactionalOperator transaction = TransactionalOperator
			.create(this.instances.here(ReactiveTransactionManager.class));
		Book loaded = get(this.here.find("a"));
		this.instances.awaitShared(1);
		Mono<Book> inside = this.here.evict("a")
			.then(Mono.defer(() -> this.there.find("a")).contextWrite((ignored) -> Context.empty()));

		assertThat(get(transaction.transactional(inside))).as("before the commit").isEqualTo(loaded);

		assertThat(get(this.here.find("a"))).isNotEqualTo(loaded);
	}

	@Test
	void readsAListOfWhatAnotherInstanceLoaded() {
		get(this.here.list().collectList());
		this.instances.awaitShared(1);
		int calls = CALLS.get();

		assertThat(get(this.there.list().collectList())).hasSize(2).allMatch(Book.class::isInstance);
		assertThat(CALLS.get()).isEqualTo(calls);
	}

	@Test
	void readsLaterWhatAnotherInstanceLoaded() {
		Book loaded = get(Mono.fromFuture(this.here.findLater("a")));
		this.instances.awaitShared(1);
		int calls = CALLS.get();

		assertThat(get(Mono.fromFuture(this.there.findLater("a")))).isEqualTo(loaded);
		assertThat(CALLS.get()).isEqualTo(calls);
	}

	@Test
	void letsOneLoadInEachInstanceServeAllThreads() {
		int calls = CALLS.get();
		CompletableFuture<Set<Book>> askedHere = askFromAllThreads(this.here);
		CompletableFuture<Set<Book>> askedThere = askFromAllThreads(this.there);
		awaitCoalesced(this.instances.here(CacheStatistics.class));
		awaitCoalesced(this.instances.there(CacheStatistics.class));

		this.here.release();
		this.there.release();

		assertThat(get(Mono.fromFuture(askedHere))).as("of the threads here").hasSize(1);
		assertThat(get(Mono.fromFuture(askedThere))).as("of the threads there").hasSize(1);
		assertThat(CALLS.get()).as("one in each").isEqualTo(calls + 2);
	}

	@Test
	void servesAllThreadsWhatAnotherInstanceLoadedForItsOwn() {
		this.here.release();
		this.there.release();
		Book loaded = this.here.held("a");
		this.instances.awaitShared(1);
		int calls = CALLS.get();

		assertThat(get(Mono.fromFuture(askFromAllThreads(this.there)))).containsExactly(loaded);
		assertThat(CALLS.get()).isEqualTo(calls);
	}

	@Test
	void putsInEveryInstanceWhatABlockingMethodReturns() {
		Book loaded = this.here.findBlocking("a");
		this.instances.awaitShared(1);
		assertThat(this.there.findBlocking("a")).isEqualTo(loaded);
		int calls = CALLS.get();
		Book put = new Book("a", -2);

		this.here.putBlocking("a", put);

		// Before, the other instance might find nothing valid and load.
		this.instances.awaitSharedText("\"edition\":-2");
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.there.findBlocking("a")).isEqualTo(put));
		assertThat(this.here.findBlocking("a")).isEqualTo(put);
		assertThat(CALLS.get()).as("nobody had to load").isEqualTo(calls);
	}

	@Test
	void putsInEveryInstanceWhatAFluxEmits() {
		List<Book> loaded = get(this.here.list().collectList());
		this.instances.awaitShared(1);
		assertThat(get(this.there.list().collectList())).isEqualTo(loaded);
		int calls = CALLS.get();

		List<Book> put = get(this.here.restock().collectList());

		this.instances.awaitSharedText("\"edition\":-3");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(get(this.there.list().collectList())).hasSize(3).isEqualTo(put));
		assertThat(get(this.here.list().collectList())).isEqualTo(put);
		assertThat(CALLS.get()).as("nobody had to load").isEqualTo(calls);
	}

	private static CompletableFuture<Set<Book>> askFromAllThreads(Library library) {
		return Flux.range(0, THREADS)
			.flatMap((thread) -> Mono.fromSupplier(() -> library.held("a")).subscribeOn(Schedulers.boundedElastic()))
			.collect(Collectors.toSet())
			.toFuture();
	}

	private static void awaitCoalesced(CacheStatistics statistics) {
		await().atMost(PATIENCE).until(() -> statistics.counts(CacheName.of("held")).coalesced() == THREADS - 1);
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

		private final CompletableFuture<Boolean> released = new CompletableFuture<>();

		void release() {
			this.released.complete(true);
		}

		@Cacheable("books")
		Mono<Book> find(String title) {
			return Mono.fromSupplier(() -> new Book(title, CALLS.incrementAndGet()));
		}

		@Cacheable("books")
		Book findBlocking(String title) {
			return new Book(title, CALLS.incrementAndGet());
		}

		@Cacheable("books")
		CompletableFuture<Book> findLater(String title) {
			return CompletableFuture.supplyAsync(() -> new Book(title, CALLS.incrementAndGet()));
		}

		@Cacheable(cacheNames = "held", sync = true)
		Book held(String title) {
			get(Mono.fromFuture(this.released, true));
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

		@CachePut(cacheNames = "books", key = "#title")
		Book putBlocking(String title, Book book) {
			return book;
		}

		@CachePut("shelves")
		Flux<Book> restock() {
			return Flux.just(-3, -4, -5).map((edition) -> new Book("c", edition));
		}

	}

}
