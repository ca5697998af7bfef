package io.freshet.caching.postgres;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import org.springframework.beans.factory.InitializingBean;

import io.freshet.caching.CacheException;

/**
 * Makes the table of the ledger when the application starts, with a history of its own,
 * so that its versions do not meet those of the application.
 */
public final class LedgerMigration implements InitializingBean {

	private static final String LOCATION = "io/freshet/caching/postgres/migration";

	/**
	 * What a missing table means.
	 */
	static final String TABLE_MISSING = "The table cache_invalidation is missing, so nothing is served from caches and"
			+ " no change that invalidates can be committed";

	/**
	 * What to do about a missing table.
	 */
	static final String MAKE_TABLE = "Have the library make it (freshet.caching.ledger.migrate=true, with Flyway and"
			+ " spring.flyway.user allowed to create tables), or run the scripts of freshet-caching.jar below "
			+ LOCATION + " in the database.";

	private final Flyway flyway;

	/**
	 * Makes a migration.
	 * @param dataSource the database of the ledger
	 */
	public LedgerMigration(DataSource dataSource) {
		this.flyway = Flyway.configure()
			.dataSource(dataSource)
			.locations("classpath:" + LOCATION)
			.table("cache_schema_history")
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.load();
	}

	@Override
	public void afterPropertiesSet() {
		try {
			this.flyway.migrate();
		}
		catch (FlywayException ex) {
			throw new CacheException(
					"The tables of the invalidation ledger could not be made or updated: " + ex.getMessage(),
					"Allow the user of spring.flyway to create tables and functions, or run the scripts of"
							+ " freshet-caching.jar below " + LOCATION
							+ " as a user who may, and set freshet.caching.ledger.migrate=false.",
					ex);
		}
	}

}
