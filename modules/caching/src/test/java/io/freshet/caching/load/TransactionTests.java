package io.freshet.caching.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.ReactiveCache;

import static io.freshet.caching.load.LoadFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

class TransactionTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<String> cache = this.fixture.texts();

	private final TransactionalOperator transaction = TransactionalOperator.create(new NothingTransactionManager());

	private final AtomicInteger asked = new AtomicInteger();

	private final Mono<String> origin = Mono.fromCallable(() -> "value " + this.asked.incrementAndGet());

	@Test
	void readsPastTheCacheInside() {
		Mono<String> read = this.origin.transformDeferred(this.cache.caching(KEY, TAG));
		assertThat(LoadFixture.get(read)).isEqualTo("value 1");

		assertThat(LoadFixture.get(this.transaction.transactional(read))).isEqualTo("value 2");

		assertThat(LoadFixture.get(read)).isEqualTo("value 1");
		assertThat(this.fixture.events.count("bypass")).isOne();
	}

	@Test
	void doesNotFillTheCacheInside() {
		Mono<String> read = this.origin.transformDeferred(this.cache.caching(KEY, TAG));

		assertThat(LoadFixture.get(this.transaction.transactional(read))).isEqualTo("value 1");

		assertThat(LoadFixture.get(read)).isEqualTo("value 2");
	}

	@Test
	void samplesNoHitInside() {
		ReactiveCache<String> sampled = this.cache.with((policy) -> policy.toBuilder().stalenessSampling(1).build());
		Mono<String> read = this.origin.transformDeferred(sampled.caching(KEY, TAG));
		assertThat(LoadFixture.get(read)).isEqualTo("value 1");

		assertThat(LoadFixture.get(this.transaction.transactional(read))).isEqualTo("value 2");

		assertThat(this.asked).as("by the load and the transaction alone").hasValue(2);
	}

	@Test
	void readsSequencesPastTheCacheInside() {
		Flux<String> read = this.origin.flux().transformDeferred(this.cache.caching(KEY, TAG));
		StepVerifier.create(read).expectNext("value 1").expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.transaction.transactional(read))
			.expectNext("value 2")
			.expectComplete()
			.verify(TIMEOUT);

		StepVerifier.create(read).expectNext("value 1").expectComplete().verify(TIMEOUT);
	}

	@Test
	void neitherGetsNorPutsInside() {
		StepVerifier.create(this.transaction.transactional(this.cache.put(KEY, "uncommitted", TAG)))
			.expectComplete()
			.verify(TIMEOUT);
		StepVerifier.create(this.cache.get(KEY)).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.cache.put(KEY, "committed", TAG)).expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.transaction.transactional(this.cache.get(KEY))).expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.cache.get(KEY)).expectNext("committed").expectComplete().verify(TIMEOUT);
	}

	@Test
	void readsBatchesPastTheCacheInside() {
		Mono<Map<CacheKey, String>> read = this.cache.getAll(List.of(KEY),
				(missing) -> this.origin.map((value) -> Map.of(KEY, value)), (key) -> CacheTagger.always(TAG));

		assertThat(LoadFixture.get(this.transaction.transactional(read))).containsEntry(KEY, "value 1");
		assertThat(LoadFixture.get(read)).as("not filled inside").containsEntry(KEY, "value 2");
		assertThat(LoadFixture.get(this.transaction.transactional(read))).containsEntry(KEY, "value 3");
		assertThat(LoadFixture.get(read)).containsEntry(KEY, "value 2");
	}

	@Test
	void usesTheCacheInAContextWithoutATransaction() {
		Mono<String> read = this.origin.transformDeferred(this.cache.caching(KEY, TAG))
			.contextWrite((context) -> context.put("anything", "else"));

		assertThat(LoadFixture.get(read)).isEqualTo("value 1");
		assertThat(LoadFixture.get(read)).isEqualTo("value 1");
	}

	/** Transactions of nothing. */
	@SuppressWarnings("serial")
	private static final class NothingTransactionManager extends AbstractReactiveTransactionManager {

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
