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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.util.FileSystemUtils;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.HintSender;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.measuring.Rounds;
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

	private static final int ROUNDS = Integer.getInteger("rounds", 15);

	private static final Duration ROUND = Duration.ofMillis(Integer.getInteger("round.millis", 1000));

	private static final long VIEW_SIZE = 64L << 20;

	private static final int CAPACITY = 100_000;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration RETENTION = Duration.ofHours(1);

	private final LedgerFixture fixture;

	private final ConnectionPool pool;

	private final DatabaseClient client;

	private final TransactionalOperator transaction;

	private FreshnessView view;

	private TransactionalInvalidator invalidator;

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
		this.fixture.execute("create table note (at timestamptz default now())");
		new Rounds().with("bare update", () -> unfollowed(this::update))
			.with("and one more insert, without index", () -> unfollowed((id) -> update(id).then(note())))
			.with("and spread tags", () -> unfollowed(this::updateSpread))
			.with("and one hot tag", () -> unfollowed(this::updateHot))
			.with("bare update, followed", () -> followed(this::update))
			.with("and spread tags, followed", () -> followed(this::updateSpread))
			.with("and one hot tag, followed", () -> followed(this::updateHot))
			.run(ROUNDS)
			.print(System.out, server, "transactions/s");
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

	private double unfollowed(Write write) {
		begin();
		return rate(write);
	}

	private double followed(Write write) {
		LedgerFollower follower = begin();
		Disposable following = follower.follow().subscribe();
		Flux.interval(Duration.ofMillis(5)).takeUntil((tick) -> this.view.isCurrent()).blockLast(PATIENCE);
		double rate = rate(write);
		following.dispose();
		return rate;
	}

	/**
	 * Begins with an empty ledger and a view that knows nothing, as an instance does:
	 * marks that no follower confirms would stay from round to round.
	 * @return a follower that does not follow yet
	 */
	private LedgerFollower begin() {
		this.fixture.execute("truncate cache_invalidation, note");
		this.fixture.execute("vacuum analyze thing");
		this.view = new FreshnessView(Duration.ofMillis(250), VIEW_SIZE, System::nanoTime);
		LedgerFollower follower = new LedgerFollower(this.fixture.connections(), view,
				new LedgerFollower.Settings(Duration.ofMillis(100), Duration.ofSeconds(2), PATIENCE, PATIENCE,
						RETENTION, CAPACITY),
				System::nanoTime);
		this.invalidator = new TransactionalInvalidator(new PostgresLedger(this.client, this.view, follower,
				new HintSender(Backplane.NONE, (hint) -> true), RETENTION));
		return follower;
	}

	/**
	 * Writes for one round. Each writer has rows of its own, so that rows do not lock.
	 */
	private double rate(Write write) {
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
		this.pool.dispose();
		this.fixture.close();
	}

	/** A write of one row. */
	@FunctionalInterface
	private interface Write {

		Mono<Void> of(int id);

	}

}
