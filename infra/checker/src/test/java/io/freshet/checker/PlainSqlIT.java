package io.freshet.checker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.checker.PlainSql.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * If watched changes were not told, or unwatched ones were, the checker would prove less
 * than it says.
 */
class PlainSqlIT {

	private static final String MIGRATIONS = "/io/freshet/caching/postgres/migration/";

	private static final String LEDGER = "select string_agg(tags::text, ' ') from cache_invalidation";

	private static final String BODY = "select body from post";

	private final PostgresServer postgres = PostgresServer.fresh();

	private final PlainSql watched = PlainSql.watched(() -> this.postgres);

	private final PlainSql unwatched = PlainSql.unwatched(() -> this.postgres);

	@BeforeEach
	void makeTables() throws IOException {
		this.postgres.execute(script("V1__create_cache_invalidation.sql"));
		this.postgres.execute(script("V2__watch_tables.sql"));
		this.postgres.execute("create table post (id bigint, body text, version bigint, updated_at timestamptz)");
		this.postgres.execute("insert into post values (7, 'v=0', 1, now())");
		PlainSql.watch(this.postgres);
	}

	private static String script(String name) throws IOException {
		try (InputStream in = PlainSqlIT.class.getResourceAsStream(MIGRATIONS + name)) {
			assertThat(in).as(name).isNotNull();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@AfterEach
	void close() {
		this.watched.close();
		this.unwatched.close();
		this.postgres.close();
	}

	@Test
	void leavesARowInTheLedgerWhereItIsWatched() throws SQLException {
		boolean changed = this.watched.change(7, 1, 5, Ending.COMMIT);

		assertThat(changed).isTrue();
		assertThat(answer(BODY)).isEqualTo("v=5");
		assertThat(answer(LEDGER)).contains("post:7", "post-order:updated-at");
	}

	@Test
	void leavesNothingInTheLedgerWhereItIsNot() throws SQLException {
		boolean changed = this.unwatched.change(7, 1, 5, Ending.COMMIT);
		this.postgres.execute("update post set body = 'v=6' where id = 7");

		assertThat(changed).isTrue();
		assertThat(answer(BODY)).isEqualTo("v=6");
		assertThat(answer(LEDGER)).isNull();
	}

	@Test
	void changesNothingInAnotherState() throws SQLException {
		boolean changed = this.watched.change(7, 2, 5, Ending.LATE_COMMIT);

		assertThat(changed).isFalse();
		assertThat(answer(BODY)).isEqualTo("v=0");
	}

	@Test
	void changesNothingWhenItIsRolledBack() throws SQLException {
		this.watched.change(7, 1, 5, Ending.ROLLBACK);

		assertThat(answer(BODY)).isEqualTo("v=0");
		assertThat(answer(LEDGER)).isNull();
	}

	private String answer(String query) throws SQLException {
		try (Connection connection = this.postgres.dataSource(this.postgres.database()).getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(query)) {
			assertThat(rows.next()).isTrue();
			return rows.getString(1);
		}
	}

}
