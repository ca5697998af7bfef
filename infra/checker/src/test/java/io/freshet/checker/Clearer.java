package io.freshet.checker;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.freshet.checker.PlainSql.Ending;

/**
 * Changes its own rows in a way that no cache is told of, and then has the caches cleared
 * at an instance taken by chance. What was there before may be seen until the clear is
 * acknowledged, and counts as replaced from then on: a load that was under way meanwhile
 * must not bring it back.
 */
final class Clearer implements Runnable {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final Duration PAUSE = Duration.ofMillis(150);

	private static final int LONGEST_WAIT_MILLIS = 50;

	private final Load load;

	private final List<Row> rows;

	private final List<Instance> instances;

	private final PlainSql sql;

	private final Map<Row, Long> committed = new HashMap<>();

	Clearer(Load load, List<Row> rows, Cluster cluster) {
		this.load = load;
		this.rows = rows;
		this.instances = cluster.instances();
		this.sql = PlainSql.unwatched(cluster::postgres);
	}

	@Override
	public void run() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		while (this.load.isRunning()) {
			Row row = this.rows.get(random.nextInt(this.rows.size()));
			Instance instance = this.instances.get(random.nextInt(this.instances.size()));
			Tally tally = this.load.tally();
			try {
				long version = change(row);
				Pause.of(Duration.ofMillis(random.nextInt(LONGEST_WAIT_MILLIS)));
				clear(row, version, instance, tally);
			}
			catch (SQLException | IOException ex) {
				tally.add(Count.FAILED_WRITES);
			}
			Pause.of(PAUSE);
		}
		this.sql.close();
	}

	/**
	 * Writes the next version. If it is not known whether that was done, the same one is
	 * written the next time, which does nothing if it was.
	 */
	private long change(Row row) throws SQLException {
		long version = this.committed.getOrDefault(row, 0L) + 1;
		long revision = version;
		this.sql.change(row.id(), revision, version, Ending.COMMIT);
		this.committed.put(row, version);
		return version;
	}

	private void clear(Row row, long version, Instance instance, Tally tally) throws IOException {
		Request request = Request.delete("/api/v1/cache/clear" + selection(row))
			.with("Authorization", instance.authorization());
		try (HttpConnection connection = new HttpConnection(instance.port(), PATIENCE)) {
			Response response = connection.send(request);
			if (response.status() == 200) {
				row.history().acknowledged(version, System.nanoTime(), instance.number());
				tally.add(Count.CLEARS);
			}
			else {
				tally.add(Count.FAILED_WRITES);
			}
		}
	}

	/** Mostly no more than the row: if little is ever in the caches, little is proved. */
	private static String selection(Row row) {
		int kind = ThreadLocalRandom.current().nextInt(100);
		return (kind < 8) ? "" : (kind < 16) ? "?pattern=*post*" : "?tag=post:" + row.id();
	}

}
