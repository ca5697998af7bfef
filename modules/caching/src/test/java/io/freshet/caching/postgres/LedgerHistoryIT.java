package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of stamps when the database is not the one that gave them out.
 */
class LedgerHistoryIT {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Set<CacheTag> POST = Set.of(CacheTag.of("post", 1));

	private final PostgresServer server = PostgresServer.fresh();

	private final LedgerFixture fixture = LedgerFixture.on(this.server);

	@AfterEach
	void stop() {
		this.fixture.close();
		this.server.close();
	}

	@Test
	void isTheSameAfterAStopAndAStart() {
		PostgresLedger ledger = followed();
		Stamp before = ledger.view().stamp();

		this.server.stop();
		await().atMost(PATIENCE).until(() -> !ledger.view().isCurrent());
		this.server.start();

		await().atMost(PATIENCE).until(() -> ledger.view().isCurrent());
		assertThat(ledger.view().stamp().isComparableTo(before)).isTrue();
		assertThat(ledger.view().isValid(before, "posts:1", POST)).isTrue();
	}

	@Test
	void isAnotherOneAfterACrashWhichMayGiveIdentifiersAwayAgain() {
		PostgresLedger ledger = followed();
		Stamp before = ledger.view().stamp();

		crash();

		await().atMost(PATIENCE)
			.until(() -> ledger.view().isCurrent() && !ledger.view().stamp().isComparableTo(before));
		assertThat(ledger.view().isValid(before, "posts:1", POST)).isFalse();
		await().atMost(PATIENCE).until(() -> ledger.view().isValid(ledger.view().stamp(), "posts:1", POST));
	}

	@Test
	void isAnotherOneInAnotherDatabaseOfTheServer() {
		try (LedgerFixture other = LedgerFixture.on(this.server)) {
			PostgresLedger here = followed();
			PostgresLedger there = other.instance();
			await().atMost(PATIENCE).until(() -> there.view().isCurrent());

			assertThat(there.view().stamp().isComparableTo(here.view().stamp())).isFalse();
		}
	}

	/** A process of the server is killed, and with it all that was in memory. */
	private void crash() {
		assertThatException().isThrownBy(() -> this.fixture.execute("copy (select 1) to program 'kill -9 $PPID'"))
			.withMessageContaining("closed");
	}

	private PostgresLedger followed() {
		PostgresLedger ledger = this.fixture.instance();
		await().atMost(PATIENCE).until(() -> ledger.view().isCurrent());
		return ledger;
	}

}
