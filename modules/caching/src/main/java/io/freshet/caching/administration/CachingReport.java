package io.freshet.caching.administration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheName;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.redis.RedisServerInfo;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.StoreContent;

/**
 * The state of all caches of one instance. Other instances read it as JSON: a component
 * that goes, or takes on another meaning, takes another {@link InstanceReport#FORM}.
 *
 * @param uptime the time since the caches were started
 * @param caches the caches that were used, by name
 * @param near the near tier
 * @param shared the shared tier
 * @param ledger the ledger of invalidations
 * @param responses the requests on cached routes, by what {@code X-Cache} told them, in
 * lower case
 * @param database the database of the ledger
 */
public record CachingReport(Duration uptime, List<CacheReport> caches, NearReport near, SharedReport shared,
		LedgerReport ledger, Map<String, Long> responses, DatabaseReport database) {

	/**
	 * One cache.
	 *
	 * @param name its name
	 * @param ttl the lifetime of an entry; for responses that of a route applies
	 * @param negativeTtl the lifetime of the knowledge that there is nothing
	 * @param counts what was counted
	 * @param near what the near tier holds of it
	 * @param shared what the shared tier holds of it, as far as it was counted
	 */
	public record CacheReport(CacheName name, Duration ttl, Duration negativeTtl, CacheCounts counts, StoreContent near,
			StoreContent shared) {
	}

	/**
	 * The near tier.
	 *
	 * @param content what it holds
	 * @param capacity the bytes that it may hold
	 */
	public record NearReport(StoreContent content, long capacity) {
	}

	/**
	 * The shared tier.
	 *
	 * @param present whether there is one
	 * @param breaker the state of its circuit breaker, empty if there is none
	 * @param degraded whether it is skipped because of that
	 * @param content what it holds
	 * @param contentComplete whether all entries were counted; if not, it is estimated
	 * from a sample, and empty as long as none was taken
	 * @param server what Redis says of itself, {@code null} if it was not reached
	 */
	public record SharedReport(boolean present, String breaker, boolean degraded, StoreContent content,
			boolean contentComplete, @Nullable RedisServerInfo server) {

		/**
		 * Name of the circuit breaker.
		 */
		public static final String BREAKER = SharedTierBreaker.NAME;

		/**
		 * There is no shared tier.
		 */
		public static final SharedReport NONE = new SharedReport(false, "", false, StoreContent.EMPTY, true, null);

	}

	/**
	 * The ledger of invalidations.
	 *
	 * @param age how old what is known of it is
	 * @param bound how old that may be
	 * @param current whether it is within the bound, so that entries can be judged
	 * @param applied the number of invalidations obeyed since the start
	 */
	public record LedgerReport(Duration age, Duration bound, boolean current, long applied) {
	}

	/**
	 * The database of the ledger.
	 *
	 * @param present whether there is one
	 * @param reachable whether it answered the follower of the ledger within the bound
	 * @param connections the connections of the application's pool, {@code null} if there
	 * is no pool
	 */
	public record DatabaseReport(boolean present, boolean reachable, @Nullable Connections connections) {

		/**
		 * There is no database.
		 */
		public static final DatabaseReport NONE = new DatabaseReport(false, false, null);

	}

	/**
	 * The connections of a pool.
	 *
	 * @param used the number of those that somebody has
	 * @param most the number of those that there may be
	 * @param awaited the number of those that somebody waits for
	 */
	public record Connections(int used, int most, int awaited) {
	}

}
