package io.freshet.caching.administration;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.administration.CachingReport.Connections;

/**
 * Looks at the database, without asking it.
 */
public interface DatabaseWatch {

	/**
	 * Returns the state of the connection pool.
	 * @return the connections, {@code null} if there is no pool
	 */
	@Nullable Connections connections();

}
