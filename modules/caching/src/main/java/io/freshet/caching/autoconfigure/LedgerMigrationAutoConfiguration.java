package io.freshet.caching.autoconfigure;

import org.flywaydb.core.Flyway;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.postgres.LedgerMigration;
import io.freshet.caching.postgres.PostgresLedger;

/**
 * Auto-configuration of the migration that makes the table of the ledger. It runs while
 * beans are made, hence before anything follows the ledger.
 */
@AutoConfiguration(after = { FlywayAutoConfiguration.class, PostgresLedgerAutoConfiguration.class })
@ConditionalOnClass({ Flyway.class, FlywayAutoConfiguration.class })
@ConditionalOnBean({ Flyway.class, PostgresLedger.class })
@ConditionalOnBooleanProperty(name = "freshet.caching.ledger.migrate", matchIfMissing = true)
public final class LedgerMigrationAutoConfiguration {

	@Bean
	LedgerMigration ledgerMigration(Flyway flyway) {
		return new LedgerMigration(flyway.getConfiguration().getDataSource());
	}

}
