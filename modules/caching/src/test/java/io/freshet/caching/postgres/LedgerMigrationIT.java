package io.freshet.caching.postgres;

import java.time.Duration;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import reactor.core.Disposable;

import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.freshet.caching.CacheException;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is said where the tables cannot be made, or were not.
 */
@ExtendWith(OutputCaptureExtension.class)
class LedgerMigrationIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final PostgresServer server = PostgresServer.shared();

	private final String database = this.server.newDatabase();

	@Test
	void saysWhatToDoIfItMayNotMakeTables() {
		this.server.execute("""
				do $$ begin
					if not exists (select from pg_roles where rolname = 'reader') then
						create role reader login password 'reader';
					end if;
				end $$""");
		PGSimpleDataSource reader = (PGSimpleDataSource) this.server.dataSource(this.database);
		reader.setUser("reader");
		reader.setPassword("reader");

		assertThatExceptionOfType(CacheException.class)
			.isThrownBy(() -> new LedgerMigration(reader).afterPropertiesSet())
			.withMessageContaining("permission denied")
			.withMessageContaining("Allow the user of spring.flyway to create tables and functions")
			.withMessageContaining("freshet.caching.ledger.migrate=false");
	}

	@Test
	void saysWhatToDoIfNobodyMadeThem(CapturedOutput output) {
		ConnectionFactory connections = ConnectionFactoryBuilder.withUrl(this.server.r2dbcUrl(this.database))
			.username(this.server.username())
			.password(this.server.password())
			.configure((options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, Duration.ofSeconds(2)))
			.build();
		LedgerFollower.Settings settings = new LedgerFollower.Settings(Duration.ofMillis(50), PATIENCE,
				Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1), 100);
		FreshnessView view = new FreshnessView(Duration.ofSeconds(1), 10_000, System::nanoTime);

		Disposable following = new LedgerFollower(connections, view, settings, System::nanoTime).follow().subscribe();

		await().atMost(PATIENCE).until(() -> output.getAll().contains("The table cache_invalidation is missing"));
		following.dispose();
	}

}
