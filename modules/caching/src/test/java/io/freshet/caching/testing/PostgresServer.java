package io.freshet.caching.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL 18 for tests: a container where a Docker engine answers, else a
 * process of its own, see {@link ServerKind}.
 */
public interface PostgresServer extends AutoCloseable {

	/**
	 * Returns the server that all tests of this JVM share. It starts when it is first
	 * asked for and stops after the last application context. Do not stop it; take a
	 * {@link #newDatabase() database} of your own.
	 * @return the shared server, running
	 */
	static PostgresServer shared() {
		return SharedServers.POSTGRES.get();
	}

	/**
	 * Starts a server for one test, which may stop it. To be closed.
	 * @return a running server without data
	 */
	static PostgresServer fresh() {
		return (ServerKind.current() == ServerKind.DOCKER) ? new DockerPostgresServer()
				: EmbeddedPostgresServer.temporary();
	}

	/**
	 * Starts a server in a process of its own, whose data outlive it. One that was left
	 * over on the same data is stopped first. To be closed.
	 * @param directory where the data are or will be
	 * @return a running server
	 */
	static PostgresServer keepingDataIn(Path directory) {
		return EmbeddedPostgresServer.keepingDataIn(directory);
	}

	/**
	 * Stops a server that was left over on data by a JVM that was killed; without one
	 * nothing happens.
	 * @param directory where the data are
	 */
	static void stopLeftOver(Path directory) {
		EmbeddedPostgresServer.stopLeftOver(directory);
	}

	/**
	 * Returns the host to connect to.
	 * @return the host
	 */
	default String host() {
		return "localhost";
	}

	/**
	 * Returns the port to connect to, the same for the whole life of this object.
	 * @return the port
	 */
	int port();

	/**
	 * Returns the name of a user who may do everything.
	 * @return the user name
	 */
	default String username() {
		return "postgres";
	}

	/**
	 * Returns the password of the user.
	 * @return the password
	 */
	default String password() {
		return "postgres";
	}

	/**
	 * Returns the name of the database that is always there.
	 * @return the name of the database
	 */
	default String database() {
		return "postgres";
	}

	/**
	 * Creates an empty database under a random name, in UTF-8 whatever the server's own
	 * encoding is.
	 * @return the name of the database
	 */
	default String newDatabase() {
		String name = "test_" + UUID.randomUUID().toString().replace("-", "");
		execute("create database " + name + " encoding 'UTF8' template template0");
		return name;
	}

	/**
	 * Executes a statement in the database that is always there.
	 * @param sql the statement
	 */
	default void execute(String sql) {
		try (Connection connection = dataSource(database()).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("PostgreSQL on port " + port() + " refused: " + sql, ex);
		}
	}

	/**
	 * Returns the JDBC address of a database.
	 * @param database the name of the database
	 * @return the address, without user and password
	 */
	default String jdbcUrl(String database) {
		return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
	}

	/**
	 * Returns the R2DBC address of a database.
	 * @param database the name of the database
	 * @return the address, without user and password
	 */
	default String r2dbcUrl(String database) {
		return "r2dbc:postgresql://" + host() + ":" + port() + "/" + database;
	}

	/**
	 * Returns a data source that opens a connection each time.
	 * @param database the name of the database
	 * @return the data source
	 */
	default DataSource dataSource(String database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(jdbcUrl(database));
		dataSource.setUser(username());
		dataSource.setPassword(password());
		dataSource.setConnectTimeout(2);
		return dataSource;
	}

	/**
	 * Stops the server and cuts its connections; the data stay.
	 */
	void stop();

	/**
	 * Starts the server again, on the same port and with its data.
	 */
	void start();

	/**
	 * Stops all processes of the server from running (SIGSTOP) while its connections stay
	 * open: it answers nothing until {@link #resume()}.
	 */
	void pause();

	/**
	 * Lets a paused server run on; one that runs is left alone.
	 */
	void resume();

	/**
	 * Stops the server for good. Data stay only where they were asked to be kept.
	 */
	@Override
	void close();

}
