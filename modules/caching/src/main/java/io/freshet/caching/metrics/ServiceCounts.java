package io.freshet.caching.metrics;

import java.util.Map;

import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.StaleReason;

/**
 * What was counted, for one cache since the start, of the ways in which callers are
 * served other than by a plain hit or load.
 *
 * @param stale values served that may have been out of date, by reason
 * @param refreshes loads that nobody waited for, because a hit found its value old
 * @param loadTimeouts callers who gave up waiting with no value to serve
 * @param absences callers who were told from the cache that there is no value
 * @param rememberedErrors callers who got the error of an earlier load
 * @param leases times that a lease was asked for, by how that ended
 */
public record ServiceCounts(Map<StaleReason, Long> stale, long refreshes, long loadTimeouts, long absences,
		long rememberedErrors, Map<LeaseOutcome, Long> leases) {

	/**
	 * Nothing was counted.
	 */
	public static final ServiceCounts NONE = new ServiceCounts(Map.of(), 0, 0, 0, 0, Map.of());

	/**
	 * Returns how often a value was served for a reason.
	 * @param reason the reason
	 * @return the number
	 */
	public long stale(StaleReason reason) {
		return this.stale.getOrDefault(reason, 0L);
	}

	/**
	 * Returns how often a value was served that may have been out of date.
	 * @return the number, whatever the reason
	 */
	public long staleTotal() {
		return this.stale.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Returns how often asking for a lease ended in a way.
	 * @param outcome the way
	 * @return the number
	 */
	public long leases(LeaseOutcome outcome) {
		return this.leases.getOrDefault(outcome, 0L);
	}

}
