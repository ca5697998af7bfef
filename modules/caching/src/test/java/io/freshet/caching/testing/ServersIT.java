package io.freshet.caching.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServersIT {

	@Test
	void answersAsPostgres18() throws SQLException {
		PostgresServer server = PostgresServer.shared();

		String version = ask(server, server.newDatabase(), "show server_version");

		assertThat(version).startsWith("18");
	}

	@Test
	void givesEachAskerAnEmptyDatabase() throws SQLException {
		PostgresServer server = PostgresServer.shared();
		String first = server.newDatabase();

		String second = server.newDatabase();

		assertThat(second).isNotEqualTo(first);
		assertThat(ask(server, second, "select count(*) from pg_tables where schemaname = 'public'")).isEqualTo("0");
	}

	@Test
	void startsPostgresAgainWithItsData() throws SQLException {
		try (PostgresServer server = PostgresServer.fresh()) {
			server.execute("create table kept as select 42 as answer");
			server.stop();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> server.dataSource(server.database()).getConnection());

			server.start();

			assertThat(ask(server, server.database(), "select answer from kept")).isEqualTo("42");
		}
	}

	@Test
	void pausedPostgresAnswersNothingUntilItResumes() throws SQLException {
		try (PostgresServer server = PostgresServer.fresh();
				Connection connection = server.dataSource(server.database()).getConnection()) {
			server.pause();
			boolean whilePaused = connection.isValid(1);
			server.resume();

			assertThat(whilePaused).isFalse();
			assertThat(ask(server, server.database(), "select 42")).isEqualTo("42");
		}
	}

	@Test
	void startsKilledRedisAgainWithItsData() {
		try (RedisServer server = RedisServer.fresh()) {
			write(server, "kept", "yes");
			server.kill();
			assertThatExceptionOfType(RedisConnectionException.class).isThrownBy(() -> read(server, "kept"));

			server.start();

			assertThat(read(server, "kept")).isEqualTo("yes");
		}
	}

	@Test
	void startsKilledRedisAgainWithoutData() {
		try (RedisServer server = RedisServer.fresh()) {
			write(server, "lost", "yes");
			server.kill();

			server.startEmpty();

			assertThat(read(server, "lost")).isNull();
		}
	}

	@Test
	void pausedRedisAnswersNothingUntilItResumes() {
		try (RedisServer server = RedisServer.fresh()) {
			RedisPing ping = new RedisPing(server.host(), server.port(), server.password());

			server.pause();
			boolean whilePaused = ping.isAnswered();
			server.resume();

			assertThat(whilePaused).isFalse();
			assertThat(ping.isAnswered()).isTrue();
		}
	}

	private static String ask(PostgresServer server, String database, String query) throws SQLException {
		try (Connection connection = server.dataSource(database).getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(query)) {
			assertThat(result.next()).isTrue();
			return result.getString(1);
		}
	}

	private static void write(RedisServer server, String key, String value) {
		try (RedisClient client = client(server)) {
			client.connect().sync().set(key, value);
		}
	}

	private static String read(RedisServer server, String key) {
		try (RedisClient client = client(server)) {
			return client.connect().sync().get(key);
		}
	}

	private static RedisClient client(RedisServer server) {
		return RedisClient.create(RedisURI.builder()
			.withHost(server.host())
			.withPort(server.port())
			.withPassword(server.password().toCharArray())
			.build());
	}

}
