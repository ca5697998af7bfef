package io.freshet.caching.postgres;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.InitializingBean;

/**
 * Makes the table of the ledger when the application starts, with a history of its own,
 * so that its versions do not meet those of the application.
 */
public final class LedgerMigration implements InitializingBean {

	private final Flyway flyway;

	/**
	 * Makes a migration.
	 * @param dataSource the database of the ledger
	 */
	public LedgerMigration(DataSource dataSource) {
		this.flyway = Flyway.configure()
			.dataSource(dataSource)
			.locations("classpath:io/freshet/caching/postgres/migration")
			.table("cache_schema_history")
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.load();
	}

	@Override
	public void afterPropertiesSet() {
		this.flyway.migrate();
	}

}
