package io.freshet.caching.spring;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

import static io.freshet.caching.spring.SpringCaching.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

class ReactiveCacheableTests {

	@Test
	void answersAMonoFromTheCache() {
		withShelf((shelf) -> {
			String first = shelf.one("a").block(PATIENCE);

			assertThat(shelf.one("a").block(PATIENCE)).isEqualTo(first);
			assertThat(shelf.one("b").block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void tellsKeysOfSeveralArgumentsApart() {
		withShelf((shelf) -> {
			String first = shelf.two("a, b", "c").block(PATIENCE);

			assertThat(shelf.two("a, b", "c").block(PATIENCE)).isEqualTo(first);
			assertThat(shelf.two("a", "b, c").block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void answersAFluxFromTheCache() {
		withShelf((shelf) -> {
			List<String> first = shelf.many("a", 2).collectList().block(PATIENCE);

			assertThat(shelf.many("a", 2).collectList().block(PATIENCE)).hasSize(2).isEqualTo(first);
		});
	}

	@Test
	void remembersThatAFluxIsEmpty() {
		withShelf((shelf) -> {
			StepVerifier.create(shelf.many("a", 0)).expectComplete().verify(PATIENCE);
			StepVerifier.create(shelf.many("a", 0)).expectComplete().verify(PATIENCE);

			assertThat(shelf.calls()).isOne();
		});
	}

	@Test
	void remembersThatAMonoIsEmpty() {
		withShelf((shelf) -> {
			StepVerifier.create(shelf.absent("a")).expectComplete().verify(PATIENCE);
			StepVerifier.create(shelf.absent("a")).expectComplete().verify(PATIENCE);

			assertThat(shelf.calls()).isOne();
		});
	}

	@Test
	void answersAFutureFromTheCache() {
		withShelf((shelf) -> {
			String first = shelf.later("a").orTimeout(20, TimeUnit.SECONDS).join();

			assertThat(shelf.later("a").orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(first);
			assertThat(shelf.calls()).isOne();
		});
	}

	@Test
	void doesNothingBeforeSubscriptionAndReadsAnewForEachOne() {
		withShelf((shelf) -> {
			Mono<String> read = shelf.one("a");
			assertThat(shelf.calls()).isZero();
			String first = read.block(PATIENCE);

			shelf.evict("a").block(PATIENCE);

			assertThat(read.block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void letsOneLoadServeAllWithoutSync() {
		withShelf((shelf) -> {
			Sinks.One<String> origin = Sinks.one();
			shelf.origin(origin.asMono());
			Mono<List<String>> both = Mono.zip(shelf.held("a"), shelf.held("a"), List::of);

			StepVerifier.create(both)
				.then(() -> origin.tryEmitValue("x").orThrow())
				.expectNext(List.of("x", "x"))
				.expectComplete()
				.verify(PATIENCE);

			assertThat(shelf.calls()).isOne();
		});
	}

	@Test
	void letsOneLoadServeAllWithSync() {
		withShelf((shelf) -> {
			Sinks.One<String> origin = Sinks.one();
			shelf.origin(origin.asMono());
			Mono<List<String>> both = Mono.zip(shelf.heldInSync("a"), shelf.heldInSync("a"), List::of);

			StepVerifier.create(both)
				.then(() -> origin.tryEmitValue("x").orThrow())
				.expectNext(List.of("x", "x"))
				.expectComplete()
				.verify(PATIENCE);

			assertThat(shelf.calls()).isOne();
		});
	}

	@Test
	void doesNotKeepAnError() {
		withShelf((shelf) -> {
			shelf.origin(Mono.error(new IllegalStateException("not now")));
			StepVerifier.create(shelf.held("a")).expectErrorMessage("not now").verify(PATIENCE);
			shelf.origin(Mono.just("now"));

			assertThat(shelf.held("a").block(PATIENCE)).isEqualTo("now");
		});
	}

	@Test
	void passesOnWhatTheMethodItselfThrows() {
		withShelf((shelf) -> {
			StepVerifier.create(shelf.throwing("a")).expectErrorMessage("checked").verify(PATIENCE);
			StepVerifier.create(shelf.throwingFromTwo("a")).expectErrorMessage("checked").verify(PATIENCE);
		});
	}

	@Test
	void keepsNothingUnlessAllowed() {
		withShelf((shelf) -> {
			String first = shelf.unless("a", 1).block(PATIENCE);
			assertThat(shelf.unless("a", 1).block(PATIENCE)).isEqualTo(first);

			assertThat(shelf.unless("b", 9).block(PATIENCE)).isEqualTo("b 9 2");
			assertThat(shelf.unless("b", 9).block(PATIENCE)).isEqualTo("b 9 3");
		});
	}

	@Test
	void keepsNoEmptyFluxUnlessAllowed() {
		withShelf((shelf) -> {
			StepVerifier.create(shelf.manyUnlessNone("a", 0)).expectComplete().verify(PATIENCE);
			StepVerifier.create(shelf.manyUnlessNone("a", 0)).expectComplete().verify(PATIENCE);
			assertThat(shelf.calls()).isEqualTo(2);

			shelf.manyUnlessNone("b", 1).blockLast(PATIENCE);
			shelf.manyUnlessNone("b", 1).blockLast(PATIENCE);
			assertThat(shelf.calls()).isEqualTo(3);
		});
	}

	@Test
	void asksTheConditionFirst() {
		withShelf((shelf) -> {
			assertThat(shelf.onCondition("long enough").block(PATIENCE))
				.isEqualTo(shelf.onCondition("long enough").block(PATIENCE));
			assertThat(shelf.onCondition("no").block(PATIENCE)).isNotEqualTo(shelf.onCondition("no").block(PATIENCE));
		});
	}

	@Test
	void evictsOneKey() {
		withShelf((shelf) -> {
			String a = shelf.one("a").block(PATIENCE);
			String b = shelf.one("b").block(PATIENCE);

			shelf.evict("a").block(PATIENCE);

			assertThat(shelf.one("a").block(PATIENCE)).isNotEqualTo(a);
			assertThat(shelf.one("b").block(PATIENCE)).isEqualTo(b);
		});
	}

	@Test
	void evictsAllEntries() {
		withShelf((shelf) -> {
			String a = shelf.one("a").block(PATIENCE);
			List<String> other = shelf.many("a", 2).collectList().block(PATIENCE);

			shelf.evictAll().block(PATIENCE);

			assertThat(shelf.one("a").block(PATIENCE)).isNotEqualTo(a);
			assertThat(shelf.many("a", 2).collectList().block(PATIENCE)).as("another cache").isEqualTo(other);
		});
	}

	@Test
	void evictsNothingWhenTheMethodFails() {
		withShelf((shelf) -> {
			String a = shelf.one("a").block(PATIENCE);

			StepVerifier.create(shelf.evictAndFail("a")).expectErrorMessage("no").verify(PATIENCE);

			assertThat(shelf.one("a").block(PATIENCE)).isEqualTo(a);
		});
	}

	@Test
	void evictsBeforeTheMethodIsCalled() {
		withShelf((shelf) -> {
			String a = shelf.one("a").block(PATIENCE);

			StepVerifier.create(shelf.evictBeforeAndFail("a")).expectErrorMessage("no").verify(PATIENCE);

			assertThat(shelf.one("a").block(PATIENCE)).isNotEqualTo(a);
		});
	}

	@Test
	void handsAllElementsOnWhenAFluxEvicts() {
		withShelf((shelf) -> {
			String a = shelf.one("a").block(PATIENCE);

			assertThat(shelf.evictWithMany("a").collectList().block(PATIENCE)).containsExactly("x", "y", "z");

			assertThat(shelf.one("a").block(PATIENCE)).isNotEqualTo(a);
		});
	}

	@Test
	void evictsWithAFuture() {
		withShelf((shelf) -> {
			String a = shelf.one("a").block(PATIENCE);

			shelf.evictLater("a").orTimeout(20, TimeUnit.SECONDS).join();

			assertThat(shelf.one("a").block(PATIENCE)).isNotEqualTo(a);
		});
	}

	@Test
	void putsTheResultInThePlaceOfWhatThereIs() {
		withShelf((shelf) -> {
			shelf.one("a").block(PATIENCE);

			shelf.put("a", "put").block(PATIENCE);
			assertThat(shelf.one("a").block(PATIENCE)).isEqualTo("put");
			shelf.put("a", "put again").block(PATIENCE);

			assertThat(shelf.one("a").block(PATIENCE)).isEqualTo("put again");
			assertThat(shelf.calls()).as("loaded once, before").isOne();
		});
	}

	@Test
	void putsAllElementsOfAFlux() {
		withShelf((shelf) -> {
			assertThat(shelf.putMany("a").collectList().block(PATIENCE)).containsExactly("x", "y");

			assertThat(shelf.many("a", 9).collectList().block(PATIENCE)).containsExactly("x", "y");
		});
	}

	@Test
	void doesSeveralThingsAtOnce() {
		withShelf((shelf) -> {
			String a = shelf.one("a").block(PATIENCE);
			shelf.many("a", 2).blockLast(PATIENCE);

			shelf.several("a").block(PATIENCE);

			assertThat(shelf.one("a").block(PATIENCE)).isEqualTo("several").isNotEqualTo(a);
			assertThat(shelf.many("a", 3).collectList().block(PATIENCE)).hasSize(3);
		});
	}

	@Test
	void fillsAllCachesOfAMethod() {
		withShelf((shelf) -> {
			String first = shelf.inTwo("a").block(PATIENCE);

			assertThat(shelf.inTwo("a").block(PATIENCE)).isEqualTo(first);
			assertThat(shelf.one("a").block(PATIENCE)).isEqualTo(first);
			assertThat(shelf.calls()).isOne();
		});
	}

	private static void withShelf(ThrowingConsumer<Shelf> test) {
		SpringCaching.with(Shelf.class, test);
	}

	@CacheConfig(cacheNames = "shelf")
	static class Shelf {

		private final AtomicInteger calls = new AtomicInteger();

		private volatile Mono<String> origin = Mono.empty();

		@Cacheable
		Mono<String> one(String key) {
			return load(key);
		}

		@Cacheable(cacheNames = "pairs")
		Mono<String> two(String first, String second) {
			return load(first + second);
		}

		@Cacheable(cacheNames = "lists", key = "#key")
		Flux<String> many(String key, int number) {
			return load(key).flatMapMany((value) -> Flux.range(0, number).map((index) -> value + "/" + index));
		}

		@Cacheable(cacheNames = "full-lists", key = "#key", unless = "#result.isEmpty()")
		Flux<String> manyUnlessNone(String key, int number) {
			return many(key, number);
		}

		@Cacheable(cacheNames = "absent")
		Mono<String> absent(String key) {
			return load(key).then(Mono.empty());
		}

		@Cacheable(cacheNames = "later")
		CompletableFuture<String> later(String key) {
			return CompletableFuture.supplyAsync(() -> key + this.calls.incrementAndGet());
		}

		@Cacheable(cacheNames = "held")
		Mono<String> held(String key) {
			return Mono.defer(() -> {
				this.calls.incrementAndGet();
				return this.origin;
			});
		}

		@Cacheable(cacheNames = "held-in-sync", sync = true)
		Mono<String> heldInSync(String key) {
			return held(key);
		}

		@Cacheable
		Mono<String> throwing(String key) throws Exception {
			throw new Exception("checked");
		}

		@Cacheable(cacheNames = { "shelf", "other-shelf" })
		Mono<String> throwingFromTwo(String key) throws Exception {
			throw new Exception("checked");
		}

		@Cacheable(cacheNames = "unless", unless = "#result.contains('9')")
		Mono<String> unless(String key, int number) {
			return load(key + " " + number + " ");
		}

		@Cacheable(cacheNames = "on-condition", condition = "#key.length() > 5")
		Mono<String> onCondition(String key) {
			return load(key);
		}

		@Cacheable(cacheNames = { "other-shelf", "shelf" })
		Mono<String> inTwo(String key) {
			return load(key);
		}

		@CacheEvict
		Mono<Void> evict(String key) {
			return Mono.empty();
		}

		@CacheEvict(allEntries = true)
		Mono<String> evictAll() {
			return Mono.just("done");
		}

		@CacheEvict
		Mono<Void> evictAndFail(String key) {
			return Mono.error(new IllegalStateException("no"));
		}

		@CacheEvict(beforeInvocation = true)
		Mono<Void> evictBeforeAndFail(String key) {
			return Mono.error(new IllegalStateException("no"));
		}

		@CacheEvict
		Flux<String> evictWithMany(String key) {
			return Flux.just("x", "y", "z");
		}

		@CacheEvict
		CompletableFuture<String> evictLater(String key) {
			return CompletableFuture.completedFuture("done");
		}

		@CachePut(key = "#key")
		Mono<String> put(String key, String value) {
			return Mono.just(value);
		}

		@CachePut(cacheNames = "lists")
		Flux<String> putMany(String key) {
			return Flux.just("x", "y");
		}

		@Caching(put = @CachePut, evict = @CacheEvict(cacheNames = "lists"))
		Mono<String> several(String key) {
			return Mono.just("several");
		}

		void origin(Mono<String> origin) {
			this.origin = origin;
		}

		int calls() {
			return this.calls.get();
		}

		private Mono<String> load(String key) {
			return Mono.fromSupplier(() -> key + this.calls.incrementAndGet());
		}

	}

}
