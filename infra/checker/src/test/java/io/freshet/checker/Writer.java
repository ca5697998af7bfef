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
 * Changes its own rows at instances taken by chance, and past all of them by plain SQL.
 * Some of its writes are rolled back, and some are refused.
 */
final class Writer implements Runnable {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final Duration PAUSE = Duration.ofMillis(15);

	private final Load load;

	private final List<Row> rows;

	private final List<Instance> instances;

	private final PlainSql sql;

	private final Map<Instance, HttpConnection> connections = new HashMap<>();

	Writer(Load load, List<Row> rows, Cluster cluster) {
		this.load = load;
		this.rows = rows;
		this.instances = cluster.instances();
		this.sql = PlainSql.watched(cluster::postgres);
		this.instances
			.forEach((instance) -> this.connections.put(instance, new HttpConnection(instance.port(), PATIENCE)));
	}

	@Override
	public void run() {
		while (this.load.isRunning()) {
			step();
			Pause.of(PAUSE);
		}
		this.connections.values().forEach(HttpConnection::close);
		this.sql.close();
	}

	private void step() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		Row row = this.rows.get(random.nextInt(this.rows.size()));
		Instance instance = this.instances.get(random.nextInt(this.instances.size()));
		Tally tally = this.load.tally();
		if (row.entityTag().isEmpty()) {
			lookUp(row, instance, tally);
			return;
		}
		int kind = random.nextInt(100);
		if (kind < 5) {
			write(row, instance, tally, put(row.nextVersion(), row, Posts.TAG, "no-such-tag"), false);
		}
		else if (kind < 8) {
			write(row, instance, tally, put(row.nextVersion(), row, Posts.TAG).with("If-Match", "\"0-0\""), false);
		}
		else if (kind < 28) {
			writeBySql(row, tally, Ending.any());
		}
		else if (kind < 60) {
			write(row, instance, tally, put(row.nextVersion(), row, Posts.TAG), true);
		}
		else {
			write(row, instance, tally, patch(row.nextVersion(), row), true);
		}
	}

	/**
	 * What an entity tag comes from does not matter: a write with an old one is refused.
	 */
	private void lookUp(Row row, Instance instance, Tally tally) {
		Request request = Request.get(Posts.path(row)).with("Authorization", instance.authorization());
		long begunAt = System.nanoTime();
		try {
			Response response = connection(instance).send(request);
			if (response.status() == 200) {
				row.found(response.header("etag"));
				this.load.seen(Read.of(request, response, instance, begunAt, tally), row.id(),
						Posts.version(response.json()));
			}
		}
		catch (IOException ex) {
			tally.add(Count.FAILED_READS);
		}
	}

	private HttpConnection connection(Instance instance) {
		return this.connections.get(instance);
	}

	private static Versioned put(long version, Row row, String... tags) {
		return new Versioned(version,
				Request.of("PUT", Posts.path(row), Posts.content(version, tags)).with("If-Match", row.entityTag()));
	}

	private static Versioned patch(long version, Row row) {
		return new Versioned(version,
				Request.of("PATCH", Posts.path(row), Posts.patch(version)).with("If-Match", row.entityTag()));
	}

	/**
	 * Writes a version.
	 * @param meant whether the write is meant to be done, and not to be refused
	 */
	private void write(Row row, Instance instance, Tally tally, Versioned write, boolean meant) {
		Request request = write.request.with("Authorization", instance.authorization());
		try {
			if (this.load.isImpatient() && ThreadLocalRandom.current().nextInt(3) == 0) {
				row.unknown(write.version);
				tally.add(Count.FAILED_WRITES);
				connection(instance).sendAndLeave(request);
				return;
			}
			Response response = connection(instance).send(request);
			answered(row, instance, tally, write.version, response, System.nanoTime(), meant);
		}
		catch (IOException ex) {
			tally.add(Count.FAILED_WRITES);
			if (meant) {
				row.unknown(write.version);
			}
		}
	}

	private void answered(Row row, Instance instance, Tally tally, long version, Response response, long at,
			boolean meant) {
		int status = response.status();
		if (status == 200 && meant) {
			tally.add(Count.WRITES);
			row.written(version, response.header("etag"), at, instance.number());
			this.load.handedOut(new Token(row, version, instance.number(), tokenOf(response)));
		}
		else if (status == 200) {
			throw new IllegalStateException("A write that had to be refused was done: " + response.json());
		}
		else if (status == 412 && meant) {
			row.rolledBack(version);
			tally.add(Count.FAILED_WRITES);
			row.replaced(at);
		}
		else if (status < 500) {
			row.rolledBack(version);
			if (meant) {
				tally.add(Count.FAILED_WRITES);
			}
		}
		else {
			tally.add(Count.FAILED_WRITES);
			if (meant) {
				row.unknown(version);
			}
		}
	}

	private static String tokenOf(Response response) {
		String token = response.header("x-freshet-token");
		if (token.isEmpty()) {
			throw new IllegalStateException("A write was acknowledged without a token: " + response);
		}
		return token;
	}

	/** No instance is told, so that none must know before the others. */
	private void writeBySql(Row row, Tally tally, Ending ending) {
		long version = row.nextVersion();
		try {
			boolean found = this.sql.change(row.id(), Posts.revision(row.entityTag()), version, ending);
			long at = System.nanoTime();
			if (ending == Ending.ROLLBACK) {
				row.rolledBack(version);
			}
			else if (found) {
				tally.add(Count.WRITES);
				tally.add(Count.SQL_WRITES);
				row.written(version, Posts.next(row.entityTag()), at, RowHistory.NO_INSTANCE);
			}
			else {
				row.rolledBack(version);
				tally.add(Count.FAILED_WRITES);
				row.replaced(at);
			}
		}
		catch (SQLException ex) {
			tally.add(Count.FAILED_WRITES);
			if (ending == Ending.ROLLBACK) {
				row.rolledBack(version);
			}
			else {
				row.unknown(version);
			}
		}
	}

	/** A write and the version that it brings. */
	private record Versioned(long version, Request request) {

		Versioned with(String name, String value) {
			return new Versioned(this.version, this.request.with(name, value));
		}

	}

}
