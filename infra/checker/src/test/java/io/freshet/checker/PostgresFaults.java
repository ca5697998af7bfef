package io.freshet.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.freshet.caching.testing.PostgresServer;

/**
 * What happens to PostgreSQL itself.
 */
final class PostgresFaults {

	private static final String SETTINGS = "postgresql.auto.conf";

	private PostgresFaults() {
	}

	static void kill(Cluster cluster, Load load, Period period) throws IOException {
		while (period.lasts()) {
			kill(cluster.postgres(), cluster.postgresDirectory());
			period.pause(500);
			cluster.postgres().start();
			cluster.awaitAnswers();
			period.pause(3000);
		}
	}

	static void holdTransaction(Cluster cluster, Load load, Period period) throws SQLException {
		cluster.postgres().execute("create table if not exists idle_writer (at timestamptz)");
		PostgresServer postgres = cluster.postgres();
		try (Connection connection = postgres.dataSource(postgres.database()).getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("insert into idle_writer values (now())");
			period.pauseToEnd();
			connection.rollback();
		}
	}

	/**
	 * Makes a replica that has whatever was acknowledged, kills the primary after a while
	 * and puts the replica in its place.
	 */
	static void promoteReplica(Cluster cluster, Load load, Period period) throws IOException {
		PostgresServer primary = cluster.postgres();
		Path primaryDirectory = cluster.postgresDirectory();
		Path replicaDirectory = primaryDirectory.resolveSibling(primaryDirectory.getFileName() + "-replica");
		primary.stop();
		Command.run("cp", "-a", primaryDirectory.toString(), replicaDirectory.toString());
		Files.writeString(replicaDirectory.resolve("standby.signal"), "");
		append(replicaDirectory, "primary_conninfo = 'host=" + primary.host() + " port=" + primary.port() + " user="
				+ primary.username() + "'");
		append(primaryDirectory, "synchronous_standby_names = '*'");
		primary.start();
		PostgresServer replica = PostgresServer.keepingDataIn(replicaDirectory);
		cluster.awaitAnswers();
		period.firstHalf().pauseToEnd();
		kill(primary, primaryDirectory);
		replica.execute("select pg_promote()");
		cluster.follow(replica, replicaDirectory);
		period.pauseToEnd();
	}

	private static void append(Path directory, String... lines) throws IOException {
		Files.write(directory.resolve(SETTINGS), List.of(lines), StandardOpenOption.APPEND);
	}

	/**
	 * An immediate stop writes nothing down, as if the processes had been killed at once.
	 */
	private static void kill(PostgresServer server, Path directory) throws IOException {
		String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0).trim();
		ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
		Command.run("sh", "-c", "kill -QUIT " + pid);
		process.onExit().join();
		server.stop();
	}

}
