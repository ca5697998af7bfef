package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.r2dbc.spi.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/** What the follower asks, while a transaction that has written stays open. */
class LedgerQueriesIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Pattern ROWS_IN_VAIN = Pattern.compile("Rows Removed by Filter: (\\d+)");

	private static final int ROWS_SINCE = 1000;

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	private final Connection open = connect();

	@BeforeEach
	void writeWhileATransactionIsOpen() {
		execute("begin");
		execute("insert into cache_invalidation (tags) values (array['open:1'])");
		this.fixture.execute("""
				do $$ begin
				  for i in 1..%d loop
				    insert into cache_invalidation (tags) values (array['post:' || i]);
				    commit;
				  end loop;
				end $$""".formatted(ROWS_SINCE));
	}

	@AfterEach
	void disconnect() {
		Mono.from(this.open.close()).block(PATIENCE);
		this.fixture.close();
	}

	@Test
	void newsAreWhatTheSnapshotDidNotSee() {
		String known = snapshot();
		this.fixture.execute("insert into cache_invalidation (tags) values (array['later:1'])");

		List<String> before = news(known);
		execute("commit");
		List<String> after = news(known);

		assertThat(before).containsExactly("later:1");
		assertThat(after).containsExactlyInAnyOrder("later:1", "open:1");
		assertThat(news(snapshot())).isEmpty();
	}

	@Test
	void readsNothingInVain() {
		this.fixture.execute("analyze cache_invalidation");
		String query = LedgerQueries.NEWS.replace("$1", "'" + snapshot() + "'");

		List<String> plan = texts("explain (analyze) " + query);

		assertThat(plan).isNotEmpty().allSatisfy((line) -> assertThat(rowsInVain(line)).isLessThan(ROWS_SINCE / 10));
	}

	private static int rowsInVain(String line) {
		return ROWS_IN_VAIN.matcher(line).results().mapToInt((found) -> Integer.parseInt(found.group(1))).sum();
	}

	private String snapshot() {
		return this.fixture.ask("select pg_current_snapshot()");
	}

	private List<String> news(String known) {
		return texts("select unnest(n.tags) from (" + LedgerQueries.NEWS.replace("$1", "'" + known + "'") + ") n");
	}

	private List<String> texts(String sql) {
		return this.fixture.clientOn(this.fixture.connections())
			.sql(sql)
			.map((row) -> String.valueOf(row.get(0, String.class)))
			.all()
			.collectList()
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private Connection connect() {
		return Mono.from(this.fixture.connections().create()).blockOptional(PATIENCE).orElseThrow();
	}

	private void execute(String sql) {
		Flux.from(this.open.createStatement(sql).execute())
			.flatMap((result) -> result.getRowsUpdated())
			.blockLast(PATIENCE);
	}

}
