package io.freshet.caching.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.util.FileSystemUtils;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.testing.PostgresServer;

/**
 * What the ledger costs a write: 16 writers at once, each transaction updates one row,
 * without and with an invalidation of two tags; on tags of its own and with one hot tag
 * that all share; without and with a follower in the same process. On a server that
 * spares the disk and on one that does not.
 */
public final class LedgerWriteBenchmark implements AutoCloseable {

	private static final int WRITERS = 16;

	private static final int ROWS = 10_000;

	private static final int ROUNDS = Integer.getInteger("rounds", 7);

	private static final Duration ROUND = Duration.ofMillis(Integer.getInteger("round.millis", 2000));

	private static final Duration RETENTION = Duration.ofHours(1);

	private final LedgerFixture fixture;

	private final ConnectionPool pool;

	private final DatabaseClient client;

	private final TransactionalOperator transaction;

	private final LedgerFollower follower;

	private final TransactionalInvalidator invalidator;

	private final Disposable.Swap following = Disposables.swap();

	private LedgerWriteBenchmark(PostgresServer server) {
		this.fixture = LedgerFixture.on(server);
		this.fixture.execute("create table thing (id int primary key, version bigint not null) with (fillfactor = 50)");
		this.fixture.execute("insert into thing select i, 0 from generate_series(0, " + (ROWS - 1) + ") i");
		this.pool = new ConnectionPool(ConnectionPoolConfiguration.builder(this.fixture.connections())
			.initialSize(WRITERS)
			.maxSize(WRITERS)
			.build());
		this.pool.warmup().block();
		this.client = DatabaseClient.create(this.pool);
		this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(this.pool));
		FreshnessView view = new FreshnessView(Duration.ofMillis(250), 100_000, System::nanoTime);
		this.follower = new LedgerFollower(this.fixture.connections(), view,
				new LedgerFollower.Settings(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofMillis(200),
						RETENTION, 100_000),
				System::nanoTime);
		this.invalidator = new TransactionalInvalidator(
				new PostgresLedger(this.client, view, this.follower, RETENTION));
	}

	/**
	 * Measures and prints.
	 * @param args not used
	 * @throws IOException if there is no place for a temporary folder
	 */
	public static void main(String[] args) throws IOException {
		try (PostgresServer server = PostgresServer.fresh(); var benchmark = new LedgerWriteBenchmark(server)) {
			benchmark.measure("fsync off");
		}
		Path data = Files.createTempDirectory("freshet-bench");
		try (PostgresServer server = PostgresServer.keepingDataIn(data);
				var benchmark = new LedgerWriteBenchmark(server)) {
			benchmark.measure("fsync on");
		}
		finally {
			FileSystemUtils.deleteRecursively(data);
		}
	}

	private void measure(String server) {
		Rounds rounds = new Rounds().with("bare update", () -> rate(this::update))
			.with("one more insert of no index", () -> rate((id) -> update(id).then(note())))
			.with("spread tags", () -> rate(this::updateSpread))
			.with("one hot tag", () -> rate(this::updateHot))
			.with("spread tags, followed", () -> followed(this::updateSpread))
			.with("one hot tag, followed", () -> followed(this::updateHot));
		this.fixture.execute("create table note (at timestamptz default now())");
		rounds.run(ROUNDS).print(System.out, server, "transactions/s");
		System.out.println(this.fixture.rows() + " rows in the ledger");
	}

	private Mono<Void> update(int id) {
		return this.client.sql("update thing set version = version + 1 where id = $1").bind("$1", id).then();
	}

	private Mono<Void> note() {
		return this.client.sql("insert into note default values").then();
	}

	private Mono<Void> updateSpread(int id) {
		return update(id)
			.then(this.invalidator.invalidate(List.of(CacheTag.of("thing", id), CacheTag.of("owner", id % 1000))));
	}

	private Mono<Void> updateHot(int id) {
		return update(id)
			.then(this.invalidator.invalidate(List.of(CacheTag.of("thing", "all"), CacheTag.of("owner", "all"))));
	}

	private double followed(Write write) {
		this.following.update(this.follower.follow().subscribe());
		double rate = rate(write);
		this.following.update(Disposables.disposed());
		return rate;
	}

	/**
	 * Writes for one round. Each writer has rows of its own, so that rows do not lock.
	 */
	private double rate(Write write) {
		this.fixture.execute("truncate cache_invalidation");
		this.fixture.execute("vacuum analyze thing");
		long begun = System.nanoTime();
		long until = begun + ROUND.toNanos();
		long done = Flux.range(0, WRITERS)
			.flatMap((writer) -> Mono
				.defer(() -> write.of(WRITERS * ThreadLocalRandom.current().nextInt(ROWS / WRITERS) + writer)
					.as(this.transaction::transactional)
					.thenReturn(1))
				.repeat(() -> System.nanoTime() < until)
				.count(), WRITERS)
			.reduce(0L, Long::sum)
			.blockOptional(Duration.ofMinutes(1))
			.orElseThrow();
		return done * 1e9 / (System.nanoTime() - begun);
	}

	@Override
	public void close() {
		this.following.dispose();
		this.pool.dispose();
		this.fixture.close();
	}

	/** A write of one row. */
	@FunctionalInterface
	private interface Write {

		Mono<Void> of(int id);

	}

}
