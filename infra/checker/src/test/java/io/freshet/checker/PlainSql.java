package io.freshet.checker;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.freshet.caching.testing.PostgresServer;
import org.jspecify.annotations.Nullable;

/**
 * Changes posts past the application, over a connection of its own, for one thread. It is
 * made when it is needed, kept, and made anew after an error.
 * <p>
 * The triggers that watch the table are made to fire in sessions of this kind only. What
 * the application writes is thus told by the application alone, and what an unwatched
 * session writes by nobody.
 */
final class PlainSql implements AutoCloseable {

	private static final String CHANGE = "update post set body = ?, version = version + 1,"
			+ " updated_at = clock_timestamp() where id = ? and version = ?";

	private final Supplier<PostgresServer> postgres;

	private final String sessionKind;

	private @Nullable Connection connection;

	private PlainSql(Supplier<PostgresServer> postgres, String sessionKind) {
		this.postgres = postgres;
		this.sessionKind = sessionKind;
	}

	/** Has changes watched, as the documentation says, but in some sessions only. */
	static void watch(PostgresServer postgres) {
		postgres.execute("select cache_watch('post', 'post:{id}', 'post-order:updated-at')");
		postgres.execute("alter table post enable replica trigger cache_watch_update");
	}

	/** Makes a connection whose changes the ledger learns of. */
	static PlainSql watched(Supplier<PostgresServer> postgres) {
		return new PlainSql(postgres, "replica");
	}

	/** Makes a connection whose changes nothing learns of. */
	static PlainSql unwatched(Supplier<PostgresServer> postgres) {
		return new PlainSql(postgres, "origin");
	}

	/**
	 * Writes a version into a post, in a transaction of its own.
	 * @param id the identity of the post
	 * @param revision the state that it must be in, as the application counts them
	 * @param version the version
	 * @param ending how the transaction ends
	 * @return whether the post was in that state
	 * @throws SQLException if there was an error; the outcome is unknown then
	 */
	boolean change(long id, long revision, long version, Ending ending) throws SQLException {
		try {
			Connection open = open();
			try (PreparedStatement change = open.prepareStatement(CHANGE)) {
				change.setString(1, Posts.body(version));
				change.setLong(2, id);
				change.setLong(3, revision);
				boolean changed = change.executeUpdate() == 1;
				ending.end(open);
				return changed;
			}
		}
		catch (SQLException ex) {
			close();
			throw ex;
		}
	}

	private Connection open() throws SQLException {
		Connection current = this.connection;
		if (current == null) {
			PostgresServer server = this.postgres.get();
			Properties properties = new Properties();
			properties.setProperty("user", server.username());
			properties.setProperty("password", server.password());
			properties.setProperty("connectTimeout", "2");
			properties.setProperty("socketTimeout", "3");
			properties.setProperty("options", "-c session_replication_role=" + this.sessionKind);
			current = DriverManager.getConnection(server.jdbcUrl(server.database()), properties);
			current.setAutoCommit(false);
			this.connection = current;
		}
		return current;
	}

	@Override
	public void close() {
		Connection current = this.connection;
		this.connection = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (SQLException ex) {
				// It is not used again.
			}
		}
	}

	/** How a transaction ends. */
	enum Ending {

		COMMIT,

		/** So that others that began later are committed before. */
		LATE_COMMIT,

		ROLLBACK;

		static Ending any() {
			int kind = ThreadLocalRandom.current().nextInt(10);
			return (kind == 0) ? ROLLBACK : (kind < 4) ? LATE_COMMIT : COMMIT;
		}

		private void end(Connection open) throws SQLException {
			if (this == ROLLBACK) {
				open.rollback();
				return;
			}
			if (this == LATE_COMMIT) {
				Pause.of(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100)));
			}
			open.commit();
		}

	}

}
