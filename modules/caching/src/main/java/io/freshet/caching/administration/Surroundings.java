package io.freshet.caching.administration;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.administration.CachingReport.DatabaseReport;

/**
 * What is around the caches of an instance. Asked without I/O.
 */
public interface Surroundings {

	/**
	 * There is neither a response cache nor a database.
	 */
	Surroundings NONE = new Surroundings() {

		@Override
		public Map<String, Long> responses() {
			return Map.of();
		}

		@Override
		public DatabaseReport database(boolean reachable) {
			return DatabaseReport.NONE;
		}

		@Override
		public @Nullable CacheAdvisor advisor() {
			return null;
		}

	};

	/**
	 * Returns how the response cache answered.
	 * @return the requests by what {@code X-Cache} told them, in lower case
	 */
	Map<String, Long> responses();

	/**
	 * Returns the state of the database.
	 * @param reachable whether it answered the follower of the ledger within the bound
	 * @return the state
	 */
	DatabaseReport database(boolean reachable);

	/**
	 * Returns who advises.
	 * @return the advisor, {@code null} if no accesses are sampled
	 */
	@Nullable CacheAdvisor advisor();

}
