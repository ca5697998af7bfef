package io.freshet.caching.metrics;

/**
 * The meters of the caches. The first ones bear the names that Micrometer gives to any
 * cache, so that existing dashboards work. Tag values are cache names, tiers and
 * outcomes, never keys.
 */
public enum CacheMeter {

	/**
	 * Requests to a cache, by {@code cache} and {@code result}, {@code hit} or
	 * {@code miss}. Counter.
	 */
	GETS("cache.gets"),

	/**
	 * Entries that were kept in the near tier, by {@code cache}. Counter.
	 */
	PUTS("cache.puts"),

	/**
	 * Entries that went from the near tier because there was no room, by {@code cache}.
	 * Counter.
	 */
	EVICTIONS("cache.evictions"),

	/**
	 * Entries in the near tier, by {@code cache}. Gauge.
	 */
	SIZE("cache.size"),

	/**
	 * Loads and the time they took, by {@code cache}. Timer.
	 */
	LOADS("cache.load.duration"),

	/**
	 * Look-ups in one tier, by {@code cache}, {@code tier} and {@code result}:
	 * {@code hit}, {@code miss}, {@code invalid}, {@code unjudged} or {@code stale}.
	 * Counter.
	 */
	TIER_GETS("freshet.cache.tier.gets"),

	/**
	 * Requests that passed a cache by, by {@code cache}. Counter.
	 */
	BYPASSES("freshet.cache.bypasses"),

	/**
	 * Requests that were served by a load that another had started, by {@code cache}.
	 * Counter.
	 */
	COALESCED("freshet.cache.coalesced"),

	/**
	 * Answers that were not kept, by {@code cache} and {@code reason}:
	 * {@code not-lasting}, {@code invalidated}, {@code unwritable}, {@code too-large},
	 * {@code too-many-tags} or {@code response}. Counter.
	 */
	REFUSED("freshet.cache.refused"),

	/**
	 * Loads that failed, by {@code cache}. Counter.
	 */
	FAILED_LOADS("freshet.cache.load.failures"),

	/**
	 * Values of the shared tier that were no entry, by {@code cache}. Counter.
	 */
	UNDECODABLE("freshet.cache.undecodable"),

	/**
	 * Values served that may have been out of date for longer than the bound, by
	 * {@code cache} and {@code reason}: {@code revalidating}, {@code slow-load},
	 * {@code failed-load}, {@code paused} or {@code unjudged}. Counter.
	 */
	STALE("freshet.cache.stale"),

	/**
	 * Loads that nobody waited for, because a hit found its value old, by {@code cache}.
	 * Counter.
	 */
	REFRESHES("freshet.cache.refreshes"),

	/**
	 * Callers who gave up waiting for a load with no value to serve, by {@code cache}.
	 * Counter.
	 */
	LOAD_TIMEOUTS("freshet.cache.load.timeouts"),

	/**
	 * Callers who got the error of an earlier load, by {@code cache}. Counter.
	 */
	REMEMBERED_ERRORS("freshet.cache.remembered.errors"),

	/**
	 * Times that a lease was asked for, by {@code cache} and {@code result}:
	 * {@code granted}, {@code shared}, {@code timed-out} or {@code unavailable}. Counter.
	 */
	LEASES("freshet.cache.leases"),

	/**
	 * How old what is known of the ledger is, in seconds. Gauge.
	 */
	LEDGER_AGE("freshet.ledger.age"),

	/**
	 * 1 while the shared tier is skipped, else 0. Gauge.
	 */
	DEGRADED("freshet.shared.degraded");

	private final String meterName;

	CacheMeter(String meterName) {
		this.meterName = meterName;
	}

	/**
	 * Returns the name of the meter.
	 * @return the name
	 */
	public String meterName() {
		return this.meterName;
	}

}
