package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.postgres.LedgerFixture;
import io.freshet.caching.postgres.PostgresLedger;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TransactionalInvalidatorIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	private final ConnectionFactory connections = this.fixture.connections();

	private final R2dbcTransactionManager transactions = new R2dbcTransactionManager(this.connections);

	private final TransactionalOperator transaction = TransactionalOperator.create(this.transactions);

	private PostgresLedger ledger;

	private TransactionalInvalidator invalidator;

	private Stamp before;

	@BeforeEach
	void start() {
		this.ledger = this.fixture.instance(this.connections);
		this.invalidator = new TransactionalInvalidator(this.ledger);
		await().atMost(PATIENCE).until(() -> this.ledger.view().isCurrent());
		this.before = this.ledger.view().stamp();
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void invalidatesAtOnceOutsideATransaction() {
		verify(invalidate("post:1"));

		assertThat(isValid("post:1")).isFalse();
		assertThat(this.fixture.rows()).isOne();
	}

	@Test
	void invalidatesWithTheCommitBeforeTheCallerLearnsOfIt() {
		Mono<Boolean> validInside = Mono.fromCallable(() -> isValid("post:1"));

		StepVerifier.create(invalidate("post:1").then(validInside).as(this.transaction::transactional))
			.assertNext((inside) -> assertThat(inside).as("valid inside the transaction").isTrue())
			.then(() -> assertThat(isValid("post:1")).as("valid when the caller knows").isFalse())
			.expectComplete()
			.verify(PATIENCE);

		assertThat(isValid("post:1")).isFalse();
	}

	@Test
	void leavesNothingBehindWhenTheTransactionRollsBack() {
		StepVerifier
			.create(invalidate("post:1").then(Mono.error(new IllegalStateException("no")))
				.as(this.transaction::transactional))
			.expectErrorMessage("no")
			.verify(PATIENCE);

		assertThat(this.fixture.rows()).isZero();
		assertThat(isValid("post:1")).isTrue();
	}

	@Test
	void leavesNothingBehindWhenTheTransactionIsCancelled() throws InterruptedException {
		CountDownLatch recorded = new CountDownLatch(1);

		Disposable running = invalidate("post:1").then(Mono.fromRunnable(recorded::countDown))
			.then(Mono.never())
			.as(this.transaction::transactional)
			.subscribe();
		assertThat(recorded.await(20, TimeUnit.SECONDS)).isTrue();
		running.dispose();

		verify(invalidate("post:2"));
		await().atMost(PATIENCE).until(() -> !isValid("post:2"));
		assertThat(isValid("post:1")).isTrue();
		assertThat(this.fixture.rows()).isOne();
	}

	@Test
	void writesOneRowForAllInvalidationsOfATransaction() {
		verify(invalidate("post:1").then(invalidate("post:2"))
			.then(this.invalidator.invalidate(Invalidation.ofKeys(List.of("posts:3"))))
			.then(invalidate("post:1"))
			.as(this.transaction::transactional));

		assertThat(this.fixture.rows()).isOne();
		assertThat(isValid("post:1")).isFalse();
		assertThat(isValid("post:2")).isFalse();
		assertThat(this.ledger.view().isValid(this.before, "posts:3", Set.of())).isFalse();
	}

	@Test
	void recordsPatternsInTheTransactionAsWell() {
		verify(this.invalidator.invalidate(Invalidation.ofPattern(KeyPattern.of("posts:*")))
			.then(invalidate("post:1"))
			.as(this.transaction::transactional));

		assertThat(this.ledger.view().isValid(this.before, "posts:3", Set.of())).isFalse();
		assertThat(isValid("post:1")).isFalse();
	}

	@Test
	void doesNothingWithoutTags() {
		verify(this.invalidator.invalidate(List.of()).as(this.transaction::transactional));

		assertThat(this.fixture.rows()).isZero();
	}

	@Test
	void joinsTheTransactionThatRuns() {
		Mono<Void> inner = invalidate("post:2").as(this.transaction::transactional);

		StepVerifier
			.create(invalidate("post:1").then(inner)
				.then(Mono.error(new IllegalStateException("no")))
				.as(this.transaction::transactional))
			.expectErrorMessage("no")
			.verify(PATIENCE);

		assertThat(this.fixture.rows()).isZero();
	}

	@Test
	void invalidatesWithAnInnerTransactionAlthoughTheOuterOneRollsBack() {
		Mono<Void> inner = invalidate("post:2").as(newTransaction());

		StepVerifier
			.create(invalidate("post:1").then(inner)
				.then(Mono.error(new IllegalStateException("no")))
				.as(this.transaction::transactional))
			.expectErrorMessage("no")
			.verify(PATIENCE);

		assertThat(isValid("post:2")).as("committed").isFalse();
		assertThat(isValid("post:1")).as("rolled back").isTrue();
	}

	@Test
	void invalidatesWithTheOuterTransactionAlthoughAnInnerOneRolledBack() {
		Mono<Void> inner = invalidate("post:2").then(Mono.<Void>error(new IllegalStateException("no")))
			.as(newTransaction())
			.onErrorComplete();

		verify(invalidate("post:1").then(inner).then(invalidate("post:3")).as(this.transaction::transactional));

		assertThat(isValid("post:1")).isFalse();
		assertThat(isValid("post:3")).isFalse();
		assertThat(isValid("post:2")).as("rolled back").isTrue();
	}

	@Test
	void invalidatesWhatASynchronizationInvalidatesBeforeTheCommit() {
		Synchronized late = new Synchronized(
				(step) -> step.equals("beforeCommit") ? invalidate("post:2") : Mono.empty());

		verify(invalidate("post:1").then(register(late)).as(this.transaction::transactional));

		assertThat(isValid("post:1")).isFalse();
		assertThat(isValid("post:2")).isFalse();
		assertThat(this.fixture.ask("select count(distinct xid) from cache_invalidation")).isEqualTo("1");
	}

	@Test
	void losesNothingThatASynchronizationInvalidatesBeforeTheCommitWhenItRollsBack() {
		Synchronized late = new Synchronized((step) -> step.equals("beforeCommit")
				? invalidate("post:2").then(Mono.error(new IllegalStateException("no"))) : Mono.empty());

		StepVerifier.create(invalidate("post:1").then(register(late)).as(this.transaction::transactional))
			.expectErrorMessage("no")
			.verify(PATIENCE);

		assertThat(this.fixture.rows()).isZero();
		assertThat(isValid("post:2")).isTrue();
	}

	@Test
	void invalidatesWhatASynchronizationInvalidatesAfterTheCommit() {
		Synchronized late = new Synchronized(
				(step) -> step.equals("afterCommit") ? invalidate("post:2") : Mono.empty());

		verify(invalidate("post:1").then(register(late)).as(this.transaction::transactional));

		assertThat(isValid("post:1")).isFalse();
		assertThat(isValid("post:2")).isFalse();
		assertThat(this.fixture.rows()).isEqualTo(2);
	}

	@Test
	void failsTheTransactionWhenTheRowCannotBeWritten() {
		this.fixture.execute("create table changed (id int)");
		this.fixture.execute("alter table cache_invalidation rename to gone");
		Mono<Void> change = this.fixture.clientOn(this.connections).sql("insert into changed values (1)").then();

		StepVerifier.create(change.then(invalidate("post:1")).as(this.transaction::transactional))
			.expectError()
			.verify(PATIENCE);

		assertThat(this.fixture.ask("select count(*) from changed")).isEqualTo("0");
		assertThat(isValid("post:1")).isTrue();
	}

	@Test
	void keepsApartTransactionsThatRunAtTheSameTime() {
		Flux<Void> all = Flux.range(0, 8)
			.flatMap((id) -> invalidate("post:" + id)
				.then((id % 2 == 0) ? Mono.<Void>empty() : Mono.<Void>error(new IllegalStateException("no")))
				.as(this.transaction::transactional)
				.onErrorComplete());

		StepVerifier.create(all).expectComplete().verify(PATIENCE);

		for (int id = 0; id < 8; id++) {
			assertThat(isValid("post:" + id)).as("post %s", id).isEqualTo(id % 2 == 1);
		}
	}

	private UnaryOperator<Mono<Void>> newTransaction() {
		return TransactionalOperator.create(this.transactions,
				new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW))::transactional;
	}

	private Mono<Void> invalidate(String tag) {
		return this.invalidator.invalidate(new CacheTag(tag));
	}

	private static Mono<Void> register(TransactionSynchronization synchronization) {
		return TransactionSynchronizationManager.forCurrentTransaction()
			.doOnNext((transaction) -> transaction.registerSynchronization(synchronization))
			.then();
	}

	private static void verify(Mono<Void> change) {
		StepVerifier.create(change).expectComplete().verify(PATIENCE);
	}

	private boolean isValid(String tag) {
		return this.ledger.view().isValid(this.before, "none:1", Set.of(new CacheTag(tag)));
	}

	/**
	 * Does something at each step of a transaction.
	 *
	 * @param step says what
	 */
	private record Synchronized(Function<String, Mono<Void>> step) implements TransactionSynchronization {

		@Override
		public Mono<Void> beforeCommit(boolean readOnly) {
			return Mono.defer(() -> this.step.apply("beforeCommit"));
		}

		@Override
		public Mono<Void> afterCommit() {
			return Mono.defer(() -> this.step.apply("afterCommit"));
		}

	}

}
