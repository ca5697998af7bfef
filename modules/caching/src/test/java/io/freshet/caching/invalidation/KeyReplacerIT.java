package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.function.Tuple2;

import io.freshet.caching.CacheTag;
import io.freshet.caching.postgres.LedgerFixture;
import io.freshet.caching.postgres.PostgresLedger;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two instances that replace keys on one ledger. */
class KeyReplacerIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int ROUNDS = 40;

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	private final PostgresLedger here = this.fixture.instance(this.fixture.connections());

	private final PostgresLedger there = this.fixture.instance(this.fixture.connections());

	@BeforeEach
	void start() {
		await().atMost(PATIENCE).until(() -> this.here.view().isCurrent() && this.there.view().isCurrent());
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void letsAValueThatNothingHappenedToBeKept() {
		Optional<Stamp> kept = replace(this.here, "books:a", this.here.view().stamp()).block(PATIENCE);

		assertThat(kept).isPresent();
		settle();
		assertThat(isValid(this.here, "books:a", kept.get())).isTrue();
		assertThat(isValid(this.there, "books:a", kept.get())).isTrue();
	}

	@Test
	void servesNeitherOfTwoValuesThatReplaceAKeyAtTheSameTime() {
		List<String> served = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			String key = "books:" + round;
			Mono<Optional<Stamp>> one = replace(this.here, key, this.here.view().stamp())
				.subscribeOn(Schedulers.boundedElastic());
			Mono<Optional<Stamp>> other = replace(this.there, key, this.there.view().stamp())
				.subscribeOn(Schedulers.boundedElastic());

			Tuple2<Optional<Stamp>, Optional<Stamp>> kept = Mono.zip(one, other).blockOptional(PATIENCE).orElseThrow();

			settle();
			for (PostgresLedger instance : List.of(this.here, this.there)) {
				kept.forEach((stamp) -> ((Optional<?>) stamp).filter((value) -> isValid(instance, key, (Stamp) value))
					.ifPresent((value) -> served.add(key)));
			}
		}

		assertThat(served).as("each was read before the other was put").isEmpty();
	}

	@Test
	void keepsNoValueThatAnotherInstanceInvalidatedMeanwhile() {
		List<String> served = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			String key = "books:" + round;
			Stamp read = this.here.view().stamp();
			new TransactionalInvalidator(this.there).invalidate(Invalidation.ofKeys(List.of(key))).block(PATIENCE);

			Optional<Stamp> kept = replace(this.here, key, read).blockOptional(PATIENCE).orElseThrow();

			settle();
			kept.filter((stamp) -> isValid(this.here, key, stamp) || isValid(this.there, key, stamp))
				.ifPresent((stamp) -> served.add(key));
		}

		assertThat(served).isEmpty();
	}

	private static Mono<Optional<Stamp>> replace(PostgresLedger ledger, String key, Stamp stamp) {
		return new KeyReplacer(new TransactionalInvalidator(ledger), ledger)
			.replace(key, new CacheTag("entry:" + key), Set.of(), stamp)
			.singleOptional();
	}

	private static boolean isValid(PostgresLedger ledger, String key, Stamp stamp) {
		return ledger.view().isValid(stamp, key, Set.of(new CacheTag("entry:" + key)));
	}

	/** Waits until both instances know of all that was committed. */
	private void settle() {
		for (PostgresLedger from : List.of(this.here, this.there)) {
			WriteReceipt receipt = new WriteReceipt();
			new TransactionalInvalidator(from).invalidate(CacheTag.of("settled", "now"))
				.contextWrite(receipt::into)
				.block(PATIENCE);
			FreshnessToken token = receipt.token(from).orElseThrow();
			await().atMost(PATIENCE)
				.until(() -> token.isSeenBy(this.here.view().snapshot())
						&& token.isSeenBy(this.there.view().snapshot()));
		}
	}

}
