package io.freshet.checker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;

/**
 * What the ledger costs those who write through the application: 16 clients change posts
 * by turns at an instance with the ledger and at one without, which invalidates in its
 * own memory only and is the same otherwise. The posts share no tag, or all of them share
 * one.
 */
public final class WriteCost {

	private static final int WRITERS = 16;

	private static final int ROUNDS = Integer.getInteger("rounds", 10);

	private static final Duration ROUND = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Map<String, String> WITHOUT_LEDGER = Map.of("SPRING_AUTOCONFIGURE_EXCLUDE",
			"io.freshet.caching.autoconfigure.PostgresLedgerAutoConfiguration");

	private final Map<String, List<Double>> ratios = new HashMap<>();

	private WriteCost() {
	}

	/**
	 * Measures and prints.
	 * @param args not used
	 * @throws Exception if an instance does not start or refuses a write
	 */
	public static void main(String[] args) throws Exception {
		Settings settings = Settings.ofSystemProperties();
		Files.createDirectories(settings.directory());
		ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
		try (PostgresServer postgres = PostgresServer.fresh();
				RedisServer redis = RedisServer.fresh();
				Instance with = instance(0, postgres, redis, settings, Map.of());
				Instance without = instance(1, postgres, redis, settings, WITHOUT_LEDGER)) {
			with.start();
			with.awaitAnswer(Posts.PATH);
			without.start();
			without.awaitAnswer(Posts.PATH);
			new WriteCost().measure(with, without, writers);
		}
		finally {
			writers.shutdownNow();
		}
	}

	private static Instance instance(int number, PostgresServer postgres, RedisServer redis, Settings settings,
			Map<String, String> changes) throws IOException {
		Map<String, String> environment = new HashMap<>(
				Map.of("POSTGRES_DB", postgres.database(), "POSTGRES_USER", postgres.username(), "POSTGRES_PASSWORD",
						postgres.password(), "REDIS_PASSWORD", redis.password(), "REDIS_DB", "0"));
		environment.putAll(changes);
		return new Instance(number, Proxy.to(postgres.port()), Proxy.to(redis.port()), settings, environment);
	}

	private void measure(Instance with, Instance without, ExecutorService writers) throws Exception {
		Map<String, List<Row>> rows = Map.of("spread", Posts.create(with, 10 * WRITERS, (number) -> "spread-" + number),
				"one hot tag", Posts.create(with, 10 * WRITERS, (number) -> "hot"));
		for (int round = 0; round <= ROUNDS; round++) {
			for (String name : List.of("spread", "one hot tag")) {
				compare(name, rows.get(name), with, without, writers, round);
			}
		}
		this.ratios.forEach((name, values) -> System.out.printf(Locale.ROOT,
				"%-12s with the ledger / without, median of %d rounds: %.2f (%.2f to %.2f)%n", name, values.size(),
				values.get(values.size() / 2), values.get(0), values.get(values.size() - 1)));
	}

	private void compare(String name, List<Row> rows, Instance with, Instance without, ExecutorService writers,
			int round) throws Exception {
		boolean withFirst = round % 2 == 0;
		double first = rate(rows, withFirst ? with : without, writers);
		double second = rate(rows, withFirst ? without : with, writers);
		double[] rates = withFirst ? new double[] { first, second } : new double[] { second, first };
		System.out.printf(Locale.ROOT, "%-12s with %8.1f/s without %8.1f/s ratio %.2f%s%n", name, rates[0], rates[1],
				rates[0] / rates[1], (round == 0) ? " (warms up, does not count)" : "");
		if (round > 0) {
			List<Double> values = this.ratios.computeIfAbsent(name, (missing) -> new ArrayList<>());
			values.add(rates[0] / rates[1]);
			values.sort(null);
		}
	}

	private static double rate(List<Row> rows, Instance instance, ExecutorService writers)
			throws InterruptedException, ExecutionException {
		long begun = System.nanoTime();
		List<Callable<Integer>> work = new ArrayList<>();
		int each = rows.size() / WRITERS;
		for (int writer = 0; writer < WRITERS; writer++) {
			List<Row> own = rows.subList(writer * each, (writer + 1) * each);
			work.add(() -> write(own, instance, begun + ROUND.toNanos()));
		}
		int done = 0;
		for (Future<Integer> writer : writers.invokeAll(work)) {
			done += writer.get();
		}
		return done * 1e9 / (System.nanoTime() - begun);
	}

	/** Writes until it is time, and returns how often. */
	private static int write(List<Row> rows, Instance instance, long until) {
		int done = 0;
		try (HttpConnection connection = new HttpConnection(instance.port(), PATIENCE)) {
			while (System.nanoTime() < until) {
				Row row = rows.get(done % rows.size());
				Response response = connection.send(Request.of("PATCH", Posts.path(row), Posts.patch(row.nextVersion()))
					.with("If-Match", row.entityTag())
					.with("Authorization", instance.authorization()));
				if (response.status() != 200) {
					throw new IllegalStateException("Answered with " + response.status() + ": " + response.body());
				}
				row.found(response.header("etag"));
				done++;
			}
			return done;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
