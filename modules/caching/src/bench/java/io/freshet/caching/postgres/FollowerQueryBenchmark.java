package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Statement;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.FreshnessView.Positioned;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.measuring.Rounds;
import io.freshet.caching.testing.PostgresServer;

/**
 * How long the statements of the follower take when the ledger has a million rows, each
 * of a transaction of its own, in comparison with {@code select 1} through the same
 * driver.
 */
public final class FollowerQueryBenchmark implements AutoCloseable {

	private static final int ROWS = Integer.getInteger("rows", 1_000_000);

	private static final int ROUNDS = Integer.getInteger("rounds", 9);

	private static final int LOOKS = 100;

	private static final int READ_BACK_ROWS = 100_000;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final LedgerFixture fixture;

	private final Connection connection;

	private FollowerQueryBenchmark(PostgresServer server) {
		this.fixture = LedgerFixture.on(server);
		this.connection = connect();
	}

	/**
	 * Measures and prints.
	 * @param args not used
	 */
	public static void main(String[] args) {
		try (PostgresServer server = PostgresServer.fresh(); var benchmark = new FollowerQueryBenchmark(server)) {
			benchmark.measure();
		}
	}

	private void measure() {
		execute(this.connection, "alter table cache_invalidation set (autovacuum_enabled = off)");
		write(ROWS);
		measureLooks("never analyzed");
		execute(this.connection, "vacuum analyze cache_invalidation");
		measureLooks("vacuumed and analyzed");
		measureReadBack();
		Connection writing = connect();
		execute(writing, "begin");
		execute(writing, "select pg_current_xact_id()");
		write(10_000);
		measureLooks("a write open since 10,000 rows");
		execute(writing, "commit");
		close(writing);
	}

	/**
	 * Writes rows, each in a transaction of its own.
	 */
	private void write(int rows) {
		execute(this.connection, "set synchronous_commit = off");
		execute(this.connection, """
				do $$ begin
				  for i in 1..%d loop
				    insert into cache_invalidation (tags) values (array['post:' || i %% 5000, 'owner:' || i %% 300]);
				    commit;
				  end loop;
				end $$""".formatted(rows));
	}

	private void measureLooks(String state) {
		Stamp[] known = { Stamp.of("measured", readBack(1).get(0).snapshot()) };
		explain(state, known[0]);
		new Rounds().with("select 1", () -> median(() -> execute(this.connection, "select 1")))
			.with("look, nothing new", () -> median(() -> look(known[0], 1)))
			.with("look, 100 new rows", () -> {
				write(100);
				double micros = median(() -> look(known[0], 100));
				known[0] = look(known[0], 100);
				return micros;
			})
			.run(ROUNDS)
			.print(System.out, state, "us");
	}

	/**
	 * Looks as the follower does.
	 * @return the newest snapshot
	 */
	private Stamp look(Stamp known, int leastRows) {
		List<LedgerRow> rows = rows(this.connection.createStatement(LedgerQueries.NEWS).bind("$1", known.snapshot()));
		if (rows.size() < leastRows) {
			throw new IllegalStateException(rows.size() + " rows instead of " + leastRows);
		}
		return Stamp.of("measured", rows.get(0).snapshot());
	}

	private List<LedgerRow> readBack(int limit) {
		return rows(this.connection.createStatement(LedgerQueries.READ_BACK).bind("$1", 3600.0).bind("$2", limit));
	}

	private void measureReadBack() {
		new Rounds().with("select 1", () -> median(() -> execute(this.connection, "select 1")))
			.with("read 1,000 rows back", () -> micros(() -> readBackIntoAView(1000)))
			.with("read 100,000 rows back", () -> micros(() -> readBackIntoAView(READ_BACK_ROWS)))
			.run(ROUNDS)
			.print(System.out, "start of an instance", "us");
	}

	private void readBackIntoAView(int rows) {
		FreshnessView view = new FreshnessView(Duration.ofHours(1), 64L << 20, System::nanoTime);
		List<LedgerRow> read = readBack(rows);
		List<Positioned> changes = read.stream()
			.map((row) -> new Positioned(row.position(), row.invalidation()))
			.toList();
		view.restart(Stamp.of("measured", read.get(0).snapshot()), System.nanoTime(), changes, Stamp.NONE);
	}

	/**
	 * Prints how PostgreSQL answers the query of a look, with the snapshot that is known.
	 */
	private void explain(String state, Stamp known) {
		System.out.println(System.lineSeparator() + "explain, " + state);
		String query = LedgerQueries.NEWS.replace("$1", "'" + known.snapshot() + "'");
		Flux.from(this.connection.createStatement("explain (analyze, buffers) " + query).execute())
			.concatMap((result) -> result.map((row) -> "  " + row.get(0, String.class)))
			.doOnNext(System.out::println)
			.blockLast(PATIENCE);
	}

	private static List<LedgerRow> rows(Statement statement) {
		return Flux.from(statement.execute())
			.concatMap((result) -> result.map(LedgerRow::of))
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static double micros(Runnable measured) {
		long begun = System.nanoTime();
		measured.run();
		return (System.nanoTime() - begun) / 1e3;
	}

	private static double median(Runnable measured) {
		List<Double> times = new ArrayList<>();
		for (int i = 0; i < LOOKS; i++) {
			times.add(micros(measured));
		}
		return times.stream().sorted().toList().get(LOOKS / 2);
	}

	private Connection connect() {
		return Mono.from(this.fixture.connections().create()).block(PATIENCE);
	}

	private static void execute(Connection connection, String sql) {
		Flux.from(connection.createStatement(sql).execute())
			.concatMap((result) -> result.map((row) -> true))
			.blockLast(PATIENCE);
	}

	private static void close(Connection connection) {
		Mono.from(connection.close()).block(PATIENCE);
	}

	@Override
	public void close() {
		close(this.connection);
		this.fixture.close();
	}

}
