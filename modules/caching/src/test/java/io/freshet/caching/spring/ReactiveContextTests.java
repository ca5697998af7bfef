package io.freshet.caching.spring;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.load.CacheBypass;

import static io.freshet.caching.spring.SpringCaching.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

/** What the Reactor context carries reaches caches and methods. */
class ReactiveContextTests {

	private final TransactionalOperator transaction = TransactionalOperator.create(new NothingTransactionManager());

	@Test
	void callsTheMethodInTheContextOfTheSubscriber() {
		withPrices((prices, context) -> {
			assertThat(prices.byUser().contextWrite((view) -> view.put("user", "ann")).block(PATIENCE))
				.isEqualTo("ann");
			assertThat(prices.byUserInTwo().contextWrite((view) -> view.put("user", "bob")).block(PATIENCE))
				.isEqualTo("bob");
		});
	}

	@Test
	void passesTheCacheByInsideATransaction() {
		withPrices((prices, context) -> {
			String first = prices.price("a").block(PATIENCE);

			String inside = this.transaction.transactional(prices.price("a")).block(PATIENCE);
			String insideOfTwo = this.transaction.transactional(prices.priceInTwo("b")).block(PATIENCE);

			assertThat(inside).isNotEqualTo(first);
			assertThat(prices.price("a").block(PATIENCE)).isEqualTo(first);
			assertThat(prices.priceInTwo("b").block(PATIENCE)).isNotEqualTo(insideOfTwo);
		});
	}

	@Test
	void passesTheCacheByWhereTheContextSaysSo() {
		withPrices((prices, context) -> {
			String first = prices.price("a").block(PATIENCE);

			assertThat(prices.price("a").contextWrite(CacheBypass::into).block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void evictsWithTheCommit() {
		withPrices((prices, context) -> {
			String first = prices.price("a").block(PATIENCE);
			Mono<String> readOutside = Mono.fromSupplier(() -> prices.price("a").block(PATIENCE));

			String before = this.transaction.transactional(prices.evict("a").then(readOutside)).block(PATIENCE);

			assertThat(before).isEqualTo(first);
			assertThat(prices.price("a").block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void evictsNothingWithARollback() {
		withPrices((prices, context) -> {
			String first = prices.price("a").block(PATIENCE);
			Mono<Void> change = prices.evict("a")
				.then(prices.put("a", "put"))
				.then(Mono.error(new IllegalStateException("no")));

			StepVerifier.create(this.transaction.transactional(change)).expectErrorMessage("no").verify(PATIENCE);

			assertThat(prices.price("a").block(PATIENCE)).isEqualTo(first);
		});
	}

	@Test
	void keepsNothingThatWasPutInsideATransaction() {
		withPrices((prices, context) -> {
			String first = prices.price("a").block(PATIENCE);

			this.transaction.transactional(prices.put("a", "put")).block(PATIENCE);

			assertThat(prices.price("a").block(PATIENCE)).isNotIn(first, "put");
		});
	}

	@Test
	void standsInFrontOfTheTransactionOfTheMethod() {
		withPrices((prices, context) -> {
			String first = prices.transactional("a").block(PATIENCE);

			assertThat(prices.transactional("a").block(PATIENCE)).isEqualTo(first);
		});
	}

	@Test
	void hasTheTagsOfWhatTheLoadReads() {
		withPrices((prices, context) -> {
			String first = prices.price("a").block(PATIENCE);
			String inTwo = prices.priceInTwo("a").block(PATIENCE);

			context.getBean(CacheInvalidator.class).invalidate(CacheTag.of("price", "a")).block(PATIENCE);

			assertThat(prices.price("a").block(PATIENCE)).isNotEqualTo(first);
			assertThat(prices.priceInTwo("a").block(PATIENCE)).isNotEqualTo(inTwo);
		});
	}

	@Test
	void givesItsTagsToWhatIsMadeFromIt() {
		withPrices((prices, context) -> {
			Mono<String> label = label(prices.price("a"), context, "one");
			Mono<String> labelOfTwo = label(prices.priceInTwo("a"), context, "two");
			Mono<String> labelOfHit = label(prices.price("a"), context, "hit");
			String first = label.block(PATIENCE);
			String ofTwo = labelOfTwo.block(PATIENCE);
			String ofHit = labelOfHit.block(PATIENCE);
			assertThat(label.block(PATIENCE)).isEqualTo(first);

			prices.evict("a").block(PATIENCE);

			assertThat(label.block(PATIENCE)).isNotEqualTo(first);
			assertThat(labelOfTwo.block(PATIENCE)).isNotEqualTo(ofTwo);
			assertThat(labelOfHit.block(PATIENCE)).isNotEqualTo(ofHit);
		});
	}

	@Test
	void givesItsTagsToWhatIsMadeFromItWhenAllEntriesAreEvicted() {
		withPrices((prices, context) -> {
			Mono<String> label = label(prices.price("a"), context, "one");
			String first = label.block(PATIENCE);

			prices.evictAll().block(PATIENCE);

			assertThat(label.block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void givesItsTagsToWhatIsMadeInsideATransaction() {
		withPrices((prices, context) -> {
			Mono<String> label = label(this.transaction.transactional(prices.price("a")), context, "one");
			Mono<String> labelOfTwo = label(this.transaction.transactional(prices.priceInTwo("a")), context, "two");
			String first = label.block(PATIENCE);
			String ofTwo = labelOfTwo.block(PATIENCE);
			assertThat(label.block(PATIENCE)).isEqualTo(first);
			assertThat(labelOfTwo.block(PATIENCE)).isEqualTo(ofTwo);

			prices.evict("a").block(PATIENCE);

			assertThat(label.block(PATIENCE)).isNotEqualTo(first);
			assertThat(labelOfTwo.block(PATIENCE)).isNotEqualTo(ofTwo);
		});
	}

	@Test
	void givesItsTagsToWhatIsMadeFromAResultThatIsNotKept() {
		withPrices((prices, context) -> {
			Mono<String> label = label(prices.neverKept("a").defaultIfEmpty("none"), context, "one");
			String first = label.block(PATIENCE);
			assertThat(label.block(PATIENCE)).isEqualTo(first);

			prices.evict("a").block(PATIENCE);

			assertThat(label.block(PATIENCE)).isNotEqualTo(first);
		});
	}

	private static Mono<String> label(Mono<String> price, ApplicationContext context, String key) {
		AtomicInteger labels = new AtomicInteger();
		return price.map((value) -> value + " label " + labels.incrementAndGet())
			.transformDeferred(context.getBean(ReactiveCacheManager.class)
				.cache("labels", String.class)
				.caching(CacheKey.of(key)));
	}

	private void withPrices(BiConsumer<Prices, ApplicationContext> test) {
		SpringCaching.runner()
			.withUserConfiguration(Transactions.class)
			.withBean(NothingTransactionManager.class)
			.withBean(Prices.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				test.accept(context.getBean(Prices.class), context);
			});
	}

	static class Prices {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("users")
		Mono<String> byUser() {
			return Mono.deferContextual((context) -> Mono.just(context.get("user")));
		}

		@Cacheable({ "users-one", "users-two" })
		Mono<String> byUserInTwo() {
			return byUser();
		}

		@Cacheable("prices")
		Mono<String> price(String key) {
			return load(key);
		}

		@Cacheable({ "prices-copy", "prices" })
		Mono<String> priceInTwo(String key) {
			return load(key);
		}

		@Cacheable(cacheNames = "prices", unless = "true")
		Mono<String> neverKept(String key) {
			return Mono.empty();
		}

		@Transactional
		@Cacheable("transactional")
		Mono<String> transactional(String key) {
			return load(key);
		}

		@CacheEvict({ "prices", "prices-copy" })
		Mono<Void> evict(String key) {
			return Mono.empty();
		}

		@CacheEvict(cacheNames = "prices", allEntries = true)
		Mono<Void> evictAll() {
			return Mono.empty();
		}

		@CachePut(cacheNames = "prices", key = "#key")
		Mono<String> put(String key, String value) {
			return Mono.just(value);
		}

		private Mono<String> load(String key) {
			return CacheDependencies.on(CacheTag.of("price", key))
				.then(Mono.fromSupplier(() -> key + this.calls.incrementAndGet()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

	}

	/** Transactions of nothing. */
	@SuppressWarnings("serial")
	static final class NothingTransactionManager extends AbstractReactiveTransactionManager {

		@Override
		protected Object doGetTransaction(TransactionSynchronizationManager synchronizations) {
			return new Object();
		}

		@Override
		protected Mono<Void> doBegin(TransactionSynchronizationManager synchronizations, Object transaction,
				TransactionDefinition definition) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doCommit(TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doRollback(TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.empty();
		}

	}

}
