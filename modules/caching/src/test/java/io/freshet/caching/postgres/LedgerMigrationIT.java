package io.freshet.caching.postgres;

import java.time.Duration;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.freshet.caching.CacheException;
import io.freshet.caching.autoconfigure.CacheStatisticsAutoConfiguration;
import io.freshet.caching.autoconfigure.CachingAutoConfiguration;
import io.freshet.caching.autoconfigure.PostgresLedgerAutoConfiguration;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;

import static org.assertj.core.api.Assertions.assertThat;
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
			.satisfies((ex) -> assertThat(ex.action())
				.contains("Allow the user of spring.flyway to create tables and functions")
				.contains("freshet.caching.ledger.migrate=false"));
	}

	@Test
	void stopsTheStartIfNobodyMadeThem() {
		new ApplicationContextRunner().withInitializer(new RealServers())
			.withPropertyValues("freshet.caching.ledger.migrate=false")
			.withConfiguration(
					AutoConfigurations.of(R2dbcAutoConfiguration.class, CacheStatisticsAutoConfiguration.class,
							PostgresLedgerAutoConfiguration.class, CachingAutoConfiguration.class))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(CacheException.class,
						(ex) -> assertThat(ex.action()).contains("freshet.caching.ledger.migrate=true"))
				.hasMessageContaining("The table cache_invalidation is missing"));
	}

	@Test
	void saysWhatToDoIfSomebodyRemovedThem(CapturedOutput output) {
		Disposable following = follower().follow().subscribe();

		await().atMost(PATIENCE).until(() -> output.getAll().contains("The table cache_invalidation is missing"));
		following.dispose();
	}

	@Test
	void findsThemWhereTheyAre() {
		new LedgerMigration(this.server.dataSource(this.database)).afterPropertiesSet();

		StepVerifier.create(follower().checkTable()).expectComplete().verify(PATIENCE);
	}

	private LedgerFollower follower() {
		ConnectionFactory connections = ConnectionFactoryBuilder.withUrl(this.server.r2dbcUrl(this.database))
			.username(this.server.username())
			.password(this.server.password())
			.configure((options) -> options.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, Duration.ofSeconds(2)))
			.build();
		LedgerFollower.Settings settings = new LedgerFollower.Settings(Duration.ofMillis(50), PATIENCE,
				Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1), 100);
		FreshnessView view = new FreshnessView(Duration.ofSeconds(1), 10_000, System::nanoTime);
		return new LedgerFollower(connections, view, settings, System::nanoTime);
	}

}
