package io.freshet.caching.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PostgresLedgerIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Set<CacheTag> POST = Set.of(CacheTag.of("post", 1));

	private final PostgresServer server = PostgresServer.shared();

	private final LedgerFixture fixture = LedgerFixture.on(this.server);

	private PostgresLedger here;

	private PostgresLedger there;

	@BeforeEach
	void startTwoInstances() {
		this.here = this.fixture.instance();
		this.there = this.fixture.instance();
		awaitCurrent(this.here);
		awaitCurrent(this.there);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void otherInstanceSeesAnInvalidation() {
		Stamp before = this.there.view().stamp();

		invalidate(this.here, "post:1");

		assertThat(isValid(this.here, before)).as("at once where it was written").isFalse();
		await().atMost(PATIENCE).until(() -> !isValid(this.there, before));
		await().atMost(PATIENCE).until(() -> isValid(this.there, this.there.view().stamp()));
	}

	@Test
	void otherInstanceSeesAClearedPattern() {
		Stamp before = this.there.view().stamp();
		Invalidation cleared = Invalidation.ofPattern(KeyPattern.of("posts:*"));

		Long position = this.here.append(cleared).block(PATIENCE);
		this.here.committed(position, cleared);

		await().atMost(PATIENCE).until(() -> !isValid(this.there, before));
		assertThat(this.there.view().isValid(before, "tags:1", Set.of())).isTrue();
	}

	@Test
	void commitsEvenOnAConnectionThatWasLeftInsideATransaction() {
		this.fixture.leftInATransaction().append(Invalidation.ofTags(POST)).block(PATIENCE);

		assertThat(this.fixture.rows()).isEqualTo(1);
	}

	@Test
	void doesNotMissAChangeThatBeganEarlierAndCommitsLater() throws SQLException {
		try (Connection early = open(); Connection late = open()) {
			Stamp before = this.there.view().stamp();
			early.setAutoCommit(false);
			append(early, "post:1");
			append(late, "post:2");
			await().atMost(PATIENCE)
				.until(() -> !this.there.view().isValid(before, "posts:2", Set.of(CacheTag.of("post", 2))));
			Stamp between = this.there.view().stamp();
			assertThat(isValid(this.there, between)).as("not committed yet").isTrue();

			early.commit();

			await().atMost(PATIENCE).until(() -> !isValid(this.there, between));
		}
	}

	@Test
	void isNotStalledByALongTransaction() throws SQLException {
		try (Connection idle = open()) {
			idle.setAutoCommit(false);
			append(idle, "idle:1");
			Stamp before = this.there.view().stamp();

			invalidate(this.here, "post:1");

			await().atMost(PATIENCE).until(() -> !isValid(this.there, before));
			await().atMost(PATIENCE).until(() -> isValid(this.there, this.there.view().stamp()));
			idle.rollback();
		}
	}

	@Test
	void rolledBackChangeLeavesNothing() throws SQLException {
		Stamp before = this.there.view().stamp();
		try (Connection connection = open()) {
			connection.setAutoCommit(false);
			append(connection, "post:1");
			connection.rollback();
		}

		invalidate(this.here, "post:2");

		await().atMost(PATIENCE)
			.until(() -> !this.there.view().isValid(before, "posts:2", Set.of(CacheTag.of("post", 2))));
		assertThat(isValid(this.there, before)).isTrue();
		assertThat(this.fixture.rows()).isOne();
	}

	@Test
	void goesOnWithoutGapsAfterItsConnectionWasEnded() {
		Stamp before = this.there.view().stamp();

		this.fixture.execute("""
				select pg_terminate_backend(pid) from pg_stat_activity
				 where datname = current_database() and pid <> pg_backend_pid()""");
		invalidate(this.here, "post:1");

		await().atMost(PATIENCE).until(() -> !isValid(this.there, before));
		await().atMost(PATIENCE).until(() -> isValid(this.there, this.there.view().stamp()));
	}

	@Test
	void makesAnotherConnectionWhenAnAnswerDoesNotCome() throws SQLException {
		Stamp before = this.there.view().stamp();
		try (Connection locking = open()) {
			locking.setAutoCommit(false);
			try (Statement statement = locking.createStatement()) {
				statement.execute("lock table cache_invalidation in access exclusive mode");
			}
			await().atMost(PATIENCE).until(() -> !this.there.view().isCurrent());
			locking.rollback();
		}

		awaitCurrent(this.there);
		invalidate(this.here, "post:1");

		await().atMost(PATIENCE).until(() -> !isValid(this.there, before));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.fixture.ask("""
				select count(*) from pg_stat_activity
				 where datname = current_database() and pid <> pg_backend_pid()""")).as("connections").isEqualTo("2"));
	}

	@Test
	void goesOnWithoutGapsWhenPostgresWasStoppedAndStartedAgain() {
		try (PostgresServer own = PostgresServer.fresh(); LedgerFixture fixture = LedgerFixture.on(own)) {
			PostgresLedger ledger = fixture.instance();
			awaitCurrent(ledger);
			Stamp before = ledger.view().stamp();
			own.stop();
			await().atMost(PATIENCE).until(() -> !ledger.view().isCurrent());

			own.start();
			fixture.execute("insert into cache_invalidation (tags) values ('{post:1}')");

			await().atMost(PATIENCE).until(() -> !isValid(ledger, before));
			await().atMost(PATIENCE).until(() -> ledger.view().isCurrent() && isValid(ledger, ledger.view().stamp()));
		}
	}

	@Test
	void newInstanceReadsBackWhatWasInvalidated() {
		Stamp before = this.here.view().stamp();
		invalidate(this.here, "post:1");

		PostgresLedger late = this.fixture.instance();

		awaitCurrent(late);
		assertThat(isValid(late, before)).isFalse();
		assertThat(late.view().isValid(before, "posts:2", Set.of())).isTrue();
	}

	@Test
	void newInstanceTrustsNothingIfThereIsTooMuchToReadBack() {
		Stamp before = this.here.view().stamp();
		IntStream.range(0, 5).forEach((id) -> invalidate(this.here, "tag:" + id));

		PostgresLedger late = this.fixture.instance(this.fixture.connections(), Duration.ofMillis(50), 3);

		awaitCurrent(late);
		assertThat(isValid(late, before)).isFalse();
		await().atMost(PATIENCE).until(() -> isValid(late, late.view().stamp()));
	}

	@Test
	void findsNewEntriesValidAfterItHadToForget() {
		PostgresLedger small = this.fixture.instance(this.fixture.connections(), Duration.ofMillis(50), 3);
		awaitCurrent(small);
		Stamp before = small.view().stamp();
		Set<CacheTag> many = IntStream.range(0, 10).mapToObj((id) -> CacheTag.of("t", id)).collect(Collectors.toSet());

		Long position = this.here.append(Invalidation.ofTags(many)).block(PATIENCE);
		assertThat(position).isPositive();

		await().atMost(PATIENCE).until(() -> !isValid(small, before));
		await().atMost(PATIENCE).until(() -> isValid(small, small.view().stamp()));
	}

	@Test
	void prunesWhatIsTooOldToMatter() {
		this.fixture.execute("insert into cache_invalidation (tags, at) values ('{a:1}', now() - interval '2 hours')");
		this.fixture
			.execute("insert into cache_invalidation (tags, at) values ('{a:2}', now() - interval '61 minutes')");
		this.fixture.execute("insert into cache_invalidation (tags) values ('{a:3}')");

		Mono.firstWithSignal(this.here.prune(Duration.ofMillis(20)), this.there.prune(Duration.ofMillis(20)),
				Mono.fromRunnable(() -> await().atMost(PATIENCE).until(() -> this.fixture.rows() == 2)))
			.block(PATIENCE);

		assertThat(this.fixture.ask("select string_agg(tags[1], ' ' order by tags) from cache_invalidation"))
			.isEqualTo("a:2 a:3");
	}

	@Test
	void prunesInOneInstanceAtATime() throws SQLException {
		this.fixture.execute("insert into cache_invalidation (tags, at) values ('{a:1}', now() - interval '2 hours')");
		try (Connection pruning = open()) {
			pruning.setAutoCommit(false);
			try (Statement statement = pruning.createStatement()) {
				statement.execute("select pg_advisory_xact_lock(" + PostgresLedger.PRUNING_LOCK + ")");
			}

			StepVerifier.create(this.here.pruneOnce()).expectNext(0L).expectComplete().verify(PATIENCE);
			pruning.rollback();
		}

		StepVerifier.create(this.here.pruneOnce()).expectNext(1L).expectComplete().verify(PATIENCE);
	}

	@Test
	void waitsForTheNextLook() {
		PostgresLedger slow = this.fixture.instance(this.fixture.connections(), Duration.ofDays(1), 100);
		awaitCurrent(slow);
		Stamp before = slow.view().stamp();
		this.fixture.execute("insert into cache_invalidation (tags) values ('{post:1}')");
		await().atMost(PATIENCE).until(() -> !slow.view().isCurrent());

		StepVerifier.create(slow.refreshed()).expectComplete().verify(PATIENCE);

		await().atMost(PATIENCE).until(() -> !isValid(slow, before));
	}

	@Test
	void failsToRefreshWhileTheDatabaseIsAway() {
		try (PostgresServer own = PostgresServer.fresh(); LedgerFixture fixture = LedgerFixture.on(own)) {
			PostgresLedger ledger = fixture.instance();
			awaitCurrent(ledger);
			own.stop();
			await().atMost(PATIENCE).until(() -> !ledger.view().isCurrent());

			StepVerifier.create(ledger.refreshed()).expectError(TimeoutException.class).verify(PATIENCE);
		}
	}

	@Test
	void neverLosesAHintToLookNow() throws SQLException {
		PostgresLedger slow = this.fixture.instance(this.fixture.connections(), Duration.ofDays(1), 10_000);
		awaitCurrent(slow);

		try (Connection writer = open()) {
			for (int round = 0; round < 200; round++) {
				Set<CacheTag> tags = Set.of(CacheTag.of("round", round));
				Stamp before = slow.view().stamp();
				IntStream.range(0, 50).forEach((hint) -> slow.committed(0, Invalidation.ofTags(tags)));
				append(writer, "round:" + round);
				slow.committed(0, Invalidation.ofTags(tags));
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(1))
					.atMost(PATIENCE)
					.until(() -> !slow.view().isValid(before, "posts:1", tags));
			}
		}
	}

	private Connection open() throws SQLException {
		return this.server.dataSource(this.fixture.database()).getConnection();
	}

	private static void append(Connection connection, String tag) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("insert into cache_invalidation (tags) values ('{" + tag + "}')");
		}
	}

	private static void invalidate(PostgresLedger ledger, String tag) {
		Invalidation invalidation = Invalidation.ofTags(List.of(new CacheTag(tag)));
		Long position = ledger.append(invalidation).block(PATIENCE);
		ledger.committed(position, invalidation);
	}

	private static boolean isValid(PostgresLedger ledger, Stamp stamp) {
		return ledger.view().isValid(stamp, "posts:1", POST);
	}

	private static void awaitCurrent(PostgresLedger ledger) {
		await().atMost(PATIENCE).until(() -> ledger.view().isCurrent());
	}

}
