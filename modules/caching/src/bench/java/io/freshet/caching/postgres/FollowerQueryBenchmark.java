package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.r2dbc.spi.Connection;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.testing.PostgresServer;

/**
 * How long a look of the follower takes when the ledger has a million rows, each of a
 * transaction of its own, in comparison with {@code select 1} through the same driver.
 */
public final class FollowerQueryBenchmark implements AutoCloseable {

	private static final int ROWS = Integer.getInteger("rows", 1_000_000);

	private static final int ROUNDS = Integer.getInteger("rounds", 9);

	private static final int LOOKS = 100;

	private static final int CAPACITY = 100_000;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Duration ONE_HOUR = Duration.ofHours(1);

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
		execute("alter table cache_invalidation set (autovacuum_enabled = off)");
		write(ROWS);
		measureLooks("never analyzed");
		execute("analyze cache_invalidation");
		measureLooks("analyzed");
		execute("vacuum analyze cache_invalidation");
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
	 * Writes rows, each in a transaction of its own, 10 ms apart up to now.
	 */
	private void write(int rows) {
		execute("set synchronous_commit = off");
		execute("""
				do $$ begin
				  for i in reverse %d..1 loop
				    insert into cache_invalidation (tags, at) values (array['post:' || i %% 5000, 'owner:' || i %% 300],
				      clock_timestamp() - i * interval '10 ms');
				    commit;
				  end loop;
				end $$""".formatted(rows));
	}

	private void measureLooks(String state) {
		FreshnessView view = view();
		LedgerFollower follower = follower(view, ONE_HOUR, CAPACITY);
		Disposable following = follower.follow().subscribe();
		look(follower);
		explain(state, view);
		new Rounds().with("select 1", () -> micros(() -> execute("select 1"), () -> {
		})).with("look, nothing new", () -> micros(() -> look(follower), () -> {
		}))
			.with("look, 100 new rows", () -> micros(() -> look(follower), () -> write(100)))
			.run(ROUNDS)
			.print(System.out, state, "us");
		following.dispose();
	}

	private void measureReadBack() {
		Duration halfAMinute = Duration.ofSeconds(30);
		new Rounds().with("connect and select 1", () -> micros(this::connectAndAsk))
			.with("read back 100,000 rows at capacity", () -> micros(() -> readBack(ONE_HOUR, CAPACITY)))
			.with("read back 1,000 rows at capacity", () -> micros(() -> readBack(ONE_HOUR, 1000)))
			.with("read back what is young, below capacity", () -> micros(() -> readBack(halfAMinute, CAPACITY)))
			.run(ROUNDS)
			.print(System.out, "start", "us");
	}

	private void connectAndAsk() {
		Connection other = connect();
		execute(other, "select 1");
		close(other);
	}

	private void readBack(Duration retention, int capacity) {
		FreshnessView view = view();
		LedgerFollower follower = follower(view, retention, capacity);
		CountDownLatch done = new CountDownLatch(1);
		Disposable waiting = follower.refreshed().subscribe(null, null, done::countDown);
		Disposable following = follower.follow().subscribe();
		try {
			done.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		following.dispose();
		waiting.dispose();
		Assert.state(view.isCurrent(), "The ledger was not read back");
	}

	private static FreshnessView view() {
		return new FreshnessView(Duration.ofHours(1), CAPACITY, System::nanoTime);
	}

	/**
	 * Makes a follower that looks when it is asked to, and seldom otherwise.
	 */
	private LedgerFollower follower(FreshnessView view, Duration retention, int capacity) {
		return new LedgerFollower(this.fixture.connections(), view,
				new LedgerFollower.Settings(Duration.ofSeconds(2), PATIENCE, PATIENCE, retention, capacity),
				System::nanoTime);
	}

	private static void look(LedgerFollower follower) {
		follower.refreshed().block(PATIENCE);
	}

	/**
	 * Prints how PostgreSQL answers the query of a look, with the snapshot that is known.
	 */
	private void explain(String state, FreshnessView view) {
		System.out.println(System.lineSeparator() + "explain, " + state);
		String query = constant("NEWS").replace("$1", "'" + view.stamp().snapshot() + "'");
		Flux.from(this.connection.createStatement("explain (analyze, buffers) " + query).execute())
			.concatMap((result) -> result.map((row) -> "  " + row.get(0, String.class)))
			.doOnNext(System.out::println)
			.blockLast(PATIENCE);
	}

	private static String constant(String name) {
		var field = ReflectionUtils.findField(LedgerFollower.class, name);
		Assert.state(field != null, "The follower has no query " + name);
		ReflectionUtils.makeAccessible(field);
		return (String) ReflectionUtils.getField(field, null);
	}

	private static double micros(Runnable measured) {
		long begun = System.nanoTime();
		measured.run();
		return (System.nanoTime() - begun) / 1e3;
	}

	/**
	 * Returns the median of a number of calls, each with something before it that is not
	 * measured.
	 */
	private static double micros(Runnable measured, Runnable before) {
		List<Double> times = new ArrayList<>();
		for (int i = 0; i < LOOKS; i++) {
			before.run();
			times.add(micros(measured));
		}
		return times.stream().sorted().toList().get(LOOKS / 2);
	}

	private Connection connect() {
		return Mono.from(this.fixture.connections().create()).block(PATIENCE);
	}

	private void execute(String sql) {
		execute(this.connection, sql);
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
