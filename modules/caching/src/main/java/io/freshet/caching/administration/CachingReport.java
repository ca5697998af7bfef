package io.freshet.caching.administration;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.redis.RedisServerInfo;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.StoreContent;

/**
 * The state of all caches of one instance.
 *
 * @param uptime the time since the caches were started
 * @param caches the caches that were used, by name
 * @param near the near tier
 * @param shared the shared tier
 * @param ledger the ledger of invalidations
 */
public record CachingReport(Duration uptime, List<CacheReport> caches, NearReport near, SharedReport shared,
		LedgerReport ledger) {

	/**
	 * One cache.
	 *
	 * @param name its name
	 * @param policy its settings; for responses those of a route apply
	 * @param counts what was counted
	 * @param near what the near tier holds of it
	 * @param shared what the shared tier holds of it, as far as it was counted
	 */
	public record CacheReport(CacheName name, CachePolicy policy, CacheCounts counts, StoreContent near,
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
	 * @param content what it holds, as far as it was counted
	 * @param contentComplete whether all entries were counted
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
	 * @param current whether that is within the bound, so that entries can be judged
	 * @param applied the number of invalidations obeyed since the start
	 */
	public record LedgerReport(Duration age, boolean current, long applied) {
	}

}
