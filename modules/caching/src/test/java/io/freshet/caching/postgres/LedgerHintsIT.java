package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.invalidation.WriteReceipt;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances that would look at the ledger once a day: whatever one learns earlier it
 * learns from hints or because somebody waits for it.
 */
class LedgerHintsIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Set<CacheTag> POST = Set.of(CacheTag.of("post", 1));

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	private final Channel channel = new Channel();

	private final ConnectionFactory connections = this.fixture.connections();

	private PostgresLedger here;

	private PostgresLedger there;

	private PostgresLedger deaf;

	@BeforeEach
	void startInstances() {
		this.here = instance(this.channel);
		this.there = instance(this.channel);
		this.deaf = instance(Backplane.NONE);
	}

	private PostgresLedger instance(Backplane backplane) {
		PostgresLedger ledger = this.fixture.instance(this.connections, Duration.ofDays(1), 1000, backplane);
		await().atMost(PATIENCE).until(() -> !ledger.view().stamp().isNone());
		return ledger;
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void otherInstanceLooksWhenItGetsAHint() {
		Stamp before = this.there.view().stamp();

		change();

		await().atMost(PATIENCE).until(() -> !this.there.view().isValid(before, "posts:1", POST));
		assertThat(this.deaf.view().isValid(before, "posts:1", POST)).as("without a hint").isTrue();
	}

	@Test
	void keepsWhatItHasWhenItLooksForNothing() {
		Stamp before = this.there.view().snapshot();
		Stamp beforeOfDeaf = this.deaf.view().snapshot();
		long sequence = this.there.view().sequence();
		this.fixture.execute("select pg_current_xact_id()");

		this.channel.hints.tryEmitNext(Backplane.Hint.LOOK_NOW);

		await().atMost(PATIENCE).until(() -> before.isBefore(this.there.view().snapshot()));
		assertThat(this.there.view().sequence()).as("nothing was invalidated").isEqualTo(sequence);
		assertThat(this.there.view().isValid(before, "posts:1", POST)).isTrue();
		assertThat(this.deaf.view().snapshot()).as("without a hint").isEqualTo(beforeOfDeaf);
	}

	@Test
	void waitsUntilItSeesWhatATokenStandsFor() {
		Stamp before = this.deaf.view().stamp();

		FreshnessToken token = change();

		StepVerifier.create(this.deaf.sees(token)).expectNext(true).expectComplete().verify(PATIENCE);
		assertThat(this.deaf.view().isValid(before, "posts:1", POST)).isFalse();
	}

	@Test
	void gathersTheChangesOfATransaction() {
		TransactionalOperator transaction = TransactionalOperator.create(new R2dbcTransactionManager(this.connections));
		TransactionalInvalidator invalidator = new TransactionalInvalidator(this.here);
		WriteReceipt receipt = new WriteReceipt();

		StepVerifier
			.create(invalidator.invalidate(POST)
				.as(transaction::transactional)
				.then(invalidator.invalidate(Set.of(CacheTag.of("post", 2))))
				.contextWrite(receipt::into))
			.expectComplete()
			.verify(PATIENCE);

		FreshnessToken token = receipt.token(this.here).orElseThrow();
		assertThat(token.positions()).hasSize(2);
		StepVerifier.create(this.deaf.sees(token)).expectNext(true).expectComplete().verify(PATIENCE);
	}

	@Test
	void givesNoTokenForWhatWasRolledBack() {
		TransactionalOperator transaction = TransactionalOperator.create(new R2dbcTransactionManager(this.connections));
		WriteReceipt receipt = new WriteReceipt();

		StepVerifier
			.create(new TransactionalInvalidator(this.here).invalidate(POST)
				.then(Mono.error(new IllegalStateException("no")))
				.as(transaction::transactional)
				.contextWrite(receipt::into))
			.expectErrorMessage("no")
			.verify(PATIENCE);

		assertThat(receipt.token(this.here)).isEmpty();
	}

	@Test
	void doesNotSeeWhatHasNotHappened() {
		FreshnessToken ahead = new FreshnessToken(change().history(), List.of(1L << 50));

		StepVerifier.create(this.there.sees(ahead)).expectNext(false).expectComplete().verify(PATIENCE);
	}

	@Test
	void doesNotWaitForAnotherHistory() {
		FreshnessToken other = new FreshnessToken("other", change().positions());

		StepVerifier.create(this.there.sees(other)).expectNext(false).expectComplete().verify(PATIENCE);
	}

	private FreshnessToken change() {
		WriteReceipt receipt = new WriteReceipt();
		StepVerifier.create(new TransactionalInvalidator(this.here).invalidate(POST).contextWrite(receipt::into))
			.expectComplete()
			.verify(PATIENCE);
		return receipt.token(this.here).orElseThrow();
	}

	/** Hands hints to whoever listens, the sender included. */
	private static final class Channel implements Backplane {

		private final Sinks.Many<Hint> hints = Sinks.many().multicast().directBestEffort();

		@Override
		public Mono<Void> send() {
			return Mono.fromRunnable(() -> this.hints.tryEmitNext(Hint.LOOK_NOW));
		}

		@Override
		public Flux<Hint> hints() {
			return this.hints.asFlux();
		}

	}

}
