package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Changes with plain SQL of a table that is watched.
 */
class LedgerTriggerIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final LedgerFixture fixture = LedgerFixture.on(PostgresServer.shared());

	@BeforeEach
	void watchATable() {
		this.fixture.execute("create table item (id int, owner text, price int)");
		this.fixture.execute("insert into item select n, 'o' || n, 1 from generate_series(1, 3) n");
		this.fixture.execute("select cache_watch('item', 'item:{id}', 'owner:{owner}-{id}', 'items:all')");
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			insert into item values (4, 'ann', 2)              | item:4 items:all owner:ann-4
			insert into item values (4, null, 2)               | item:4 items:all
			update item set price = 2 where id = 1             | item:1 items:all owner:o1-1
			update item set owner = 'bob' where id = 1         | item:1 items:all owner:bob-1 owner:o1-1
			update item set id = 9 where id = 1                | item:1 item:9 items:all owner:o1-1 owner:o1-9
			delete from item where id < 3                      | item:1 item:2 items:all owner:o1-1 owner:o2-2
			""")
	void leaveTheTagsOfWhatWasAndOfWhatIs(String statement, String tags) {
		this.fixture.execute(statement);

		assertThat(this.fixture.rows()).isOne();
		assertThat(this.fixture.ask("""
				select string_agg(tag, ' ' order by tag collate "C") from cache_invalidation, unnest(tags) tag"""))
			.isEqualTo(tags);
	}

	@Test
	void leaveNothingIfNothingChanged() {
		this.fixture.execute("update item set price = 2 where id = 77");

		assertThat(this.fixture.rows()).isZero();
	}

	@Test
	void leaveAPatternForAllEntriesWhenAllOrVeryManyRowsGo() {
		this.fixture.execute("insert into item select n, null, 1 from generate_series(10, 20010) n");
		this.fixture.execute("truncate item");

		assertThat(this.fixture.ask("select string_agg(pattern || cardinality(tags), ' ') from cache_invalidation"))
			.isEqualTo("*0 *0");
	}

	@Test
	void reachAnInstance() {
		PostgresLedger ledger = this.fixture.instance();
		await().atMost(PATIENCE).until(() -> ledger.view().isCurrent());
		Stamp before = ledger.view().stamp();

		this.fixture.execute("update item set price = 2 where id = 1");

		await().atMost(PATIENCE).until(() -> !ledger.view().isValid(before, "items:1", Set.of(CacheTag.of("item", 1))));
		assertThat(ledger.view().isValid(before, "items:2", Set.of(CacheTag.of("item", 2)))).isTrue();
	}

	@Test
	void leaveNothingOnceTheTableIsNotWatchedAnyMore() {
		this.fixture.execute("select cache_unwatch('item')");

		this.fixture.execute("delete from item");

		assertThat(this.fixture.rows()).isZero();
	}

	@Test
	void leaveOneRowThoughTheTableWasWatchedTwice() {
		this.fixture.execute("select cache_watch('item', 'all:items')");

		this.fixture.execute("delete from item");

		assertThat(this.fixture.ask("select string_agg(tags::text, ' ') from cache_invalidation"))
			.isEqualTo("{all:items}");
	}

	@Test
	void mayComeFromAUserWhoKnowsNothingOfTheLedger() {
		this.fixture.execute("""
				do $$ begin
					if not exists (select from pg_roles where rolname = 'clerk') then create role clerk; end if;
				end $$""");
		this.fixture.execute("grant update, select on item to clerk");

		this.fixture.execute("set role clerk; update item set price = 3; reset role");

		assertThat(this.fixture.rows()).isOne();
	}

	@Test
	void areNotWatchedByWhatIsNoTag() {
		assertThatException().isThrownBy(() -> this.fixture.execute("select cache_watch('item', 'items')"))
			.havingRootCause()
			.withMessageContaining("items is no cache tag");
	}

	@Test
	void areNotWatchedByATagOfAColumnThatIsNotThere() {
		assertThatException().isThrownBy(() -> this.fixture.execute("select cache_watch('item', 'item:{number}')"))
			.havingRootCause()
			.withMessageContaining("table item has no column number");
	}

}
