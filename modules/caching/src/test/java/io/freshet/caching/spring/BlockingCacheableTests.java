package io.freshet.caching.spring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static io.freshet.caching.spring.SpringCaching.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class BlockingCacheableTests {

	private final TransactionTemplate transaction = new TransactionTemplate(new NothingTransactionManager());

	@Test
	void answersFromTheCache() {
		withDesk((desk) -> {
			int first = desk.number("a");

			assertThat(desk.number("a")).isEqualTo(first);
			assertThat(desk.number("b")).isNotEqualTo(first);
		});
	}

	@Test
	void remembersNull() {
		withDesk((desk) -> {
			assertThat(desk.nothing("a")).isNull();
			assertThat(desk.nothing("a")).isNull();
			assertThat(desk.optional("a")).isEmpty();
			assertThat(desk.optional("a")).isEmpty();

			assertThat(desk.calls()).isEqualTo(2);
		});
	}

	@Test
	void passesOnWhatTheMethodThrows() {
		withDesk((desk) -> assertThatExceptionOfType(IOException.class).isThrownBy(() -> desk.throwing("a"))
			.withMessage("checked"));
	}

	@Test
	void loadsOnTheThreadOfTheCaller() {
		withDesk((desk) -> {
			desk.number("a");

			assertThat(desk.loadedBy()).isSameAs(Thread.currentThread());
		});
	}

	@Test
	void letsOneLoadServeAllThreads() {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		withDesk((desk) -> {
			List<CompletableFuture<Integer>> asked = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				asked.add(CompletableFuture.supplyAsync(() -> desk.held("a"), threads));
			}
			await().atMost(PATIENCE).until(() -> desk.calls() > 0);

			desk.release();

			assertThat(asked)
				.allSatisfy((answer) -> assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1));
			assertThat(desk.calls()).isOne();
		});
		threads.shutdown();
	}

	@Test
	void neverWaitsOnAThreadThatMustNotBlock() {
		withDesk((desk) -> {
			Mono<Integer> both = Mono.fromSupplier(() -> {
				int first = desk.number("a");
				desk.put("b", 77);
				desk.evict("c");
				return (desk.number("a") == first) ? desk.number("b") : -1;
			});

			StepVerifier.create(both.subscribeOn(Schedulers.parallel()))
				.expectNext(77)
				.expectComplete()
				.verify(PATIENCE);
		});
	}

	@Test
	void evictsAndPuts() {
		withDesk((desk) -> {
			int first = desk.number("a");
			desk.evict("a");
			assertThat(desk.number("a")).isNotEqualTo(first);

			desk.put("a", 99);

			assertThat(desk.number("a")).isEqualTo(99);
		});
	}

	@Test
	void passesTheCacheByInsideATransaction() {
		withDesk((desk) -> {
			int first = desk.number("a");

			Integer inside = this.transaction.execute((status) -> desk.number("a") + desk.number("b"));

			assertThat(inside).as("loaded both").isEqualTo(2 + 3);
			assertThat(desk.number("a")).as("kept from before").isEqualTo(first);
			assertThat(desk.number("b")).as("not kept inside").isEqualTo(4);
		});
	}

	@Test
	void evictsWhenATransactionCommits() {
		withDesk((desk) -> {
			int first = desk.number("a");
			this.transaction.executeWithoutResult((status) -> {
				desk.evict("a");
				desk.put("b", 5);
				assertThat(readOutside(desk)).as("before the commit").isEqualTo(first);
			});

			assertThat(desk.number("a")).isNotEqualTo(first);
			assertThat(desk.number("b")).as("nothing is kept of a transaction").isNotEqualTo(5);
		});
	}

	@Test
	void evictsNothingWhenATransactionRollsBack() {
		withDesk((desk) -> {
			int first = desk.number("a");

			this.transaction.executeWithoutResult((status) -> {
				desk.evict("a");
				status.setRollbackOnly();
			});

			assertThat(desk.number("a")).isEqualTo(first);
		});
	}

	@Test
	void givesAnEntryTheTagsOfWhatItsLoadReads() {
		SpringCaching.runner().withBean(Outer.class).withBean(Inner.class).run((context) -> {
			Outer outer = context.getBean(Outer.class);
			String first = outer.text("a");
			String other = outer.textInTwo("a");
			assertThat(outer.text("a")).isEqualTo(first);
			assertThat(outer.textInTwo("a")).isEqualTo(other);

			context.getBean(Inner.class).evict("a");

			assertThat(outer.text("a")).isNotEqualTo(first);
			assertThat(outer.textInTwo("a")).isNotEqualTo(other);
		});
	}

	private static int readOutside(Desk desk) {
		return CompletableFuture.supplyAsync(() -> desk.number("a")).orTimeout(20, TimeUnit.SECONDS).join();
	}

	private static void withDesk(ThrowingConsumer<Desk> test) {
		SpringCaching.with(Desk.class, test);
	}

	static class Desk {

		private final AtomicInteger calls = new AtomicInteger();

		private final CompletableFuture<Boolean> released = new CompletableFuture<>();

		private volatile @Nullable Thread loadedBy;

		@Cacheable("desk")
		int number(String key) {
			this.loadedBy = Thread.currentThread();
			return this.calls.incrementAndGet();
		}

		@Cacheable("nothing")
		@Nullable String nothing(String key) {
			this.calls.incrementAndGet();
			return null;
		}

		@Cacheable("optional")
		Optional<String> optional(String key) {
			this.calls.incrementAndGet();
			return Optional.empty();
		}

		@Cacheable("desk")
		int throwing(String key) throws IOException {
			throw new IOException("checked");
		}

		@Cacheable("held")
		int held(String key) {
			int call = this.calls.incrementAndGet();
			this.released.orTimeout(20, TimeUnit.SECONDS).join();
			return call;
		}

		@CacheEvict("desk")
		void evict(String key) {
		}

		@CachePut(cacheNames = "desk", key = "#key")
		int put(String key, int value) {
			return value;
		}

		void release() {
			this.released.complete(true);
		}

		int calls() {
			return this.calls.get();
		}

		@Nullable Thread loadedBy() {
			return this.loadedBy;
		}

	}

	static class Outer {

		private final Inner inner;

		Outer(Inner inner) {
			this.inner = inner;
		}

		@Cacheable("outer")
		String text(String key) {
			return "outer of " + this.inner.text(key);
		}

		@Cacheable({ "outer-one", "outer-two" })
		String textInTwo(String key) {
			return "outer of " + this.inner.text(key);
		}

	}

	static class Inner {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("inner")
		String text(String key) {
			return key + this.calls.incrementAndGet();
		}

		@CacheEvict("inner")
		void evict(String key) {
		}

	}

	/** Transactions of nothing, on the thread. */
	@SuppressWarnings("serial")
	private static final class NothingTransactionManager extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
