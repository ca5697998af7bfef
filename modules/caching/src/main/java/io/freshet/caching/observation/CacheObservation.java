package io.freshet.caching.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of the caches. Keys are named after the semantic conventions of
 * OpenTelemetry for databases where there are such; for caches there are none yet. No
 * value tells of what clients send.
 */
public enum CacheObservation implements ObservationDocumentation {

	/**
	 * A look at the tiers that memory could not answer at once.
	 */
	LOOKUP("freshet.cache.lookup"),

	/**
	 * A load, with all that belongs to it: leases, the origin, keeping.
	 */
	LOAD("freshet.cache.load"),

	/**
	 * Waiting for a load that another caller has begun. Its span has a link to that of
	 * the load.
	 */
	JOIN("freshet.cache.join"),

	/**
	 * Filling of the shared tier, which nobody waits for.
	 */
	FILL("freshet.cache.fill"),

	/**
	 * A command to Redis, or several of the same kind at once.
	 */
	COMMAND("freshet.redis.command"),

	/**
	 * A look at the ledger.
	 */
	FOLLOW("freshet.ledger.follow");

	private final String name;

	CacheObservation(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return switch (this) {
			case LOOKUP -> new KeyName[] { Key.CACHE_NAME, Key.RESULT };
			case LOAD, JOIN, FILL -> new KeyName[] { Key.CACHE_NAME };
			case COMMAND -> new KeyName[] { Key.CACHE_NAME, Key.DB_SYSTEM, Key.DB_OPERATION };
			case FOLLOW -> EMPTY;
		};
	}

	/**
	 * Keys of the observations.
	 */
	public enum Key implements KeyName {

		/**
		 * The name of the cache.
		 */
		CACHE_NAME("cache.name"),

		/**
		 * {@code hit} or {@code miss}.
		 */
		RESULT("cache.result"),

		/**
		 * {@code redis}.
		 */
		DB_SYSTEM("db.system.name"),

		/**
		 * The command, such as {@code GETRANGE}.
		 */
		DB_OPERATION("db.operation.name");

		private final String key;

		Key(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
