package io.freshet.caching.load;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.store.LeaseStore;

/**
 * What an engine can do without.
 *
 * @param longestLifetime the longest lifetime that an entry may have, for as long the
 * ledger remembers invalidations
 * @param leases lets one instance at a time load a key
 * @param overrides what administrators have changed
 * @param random gives numbers from 0 to below 1
 * @param timer ends the waiting for loads
 */
public record EngineOptions(Duration longestLifetime, LeaseStore leases, PolicyOverrides overrides,
		DoubleSupplier random, Scheduler timer) {

	/**
	 * Makes the options of a single instance whose ledger forgets nothing.
	 * @return the options
	 */
	public static EngineOptions defaults() {
		return new EngineOptions(Duration.ofDays(365), LeaseStore.NONE, new LocalPolicyOverrides(),
				() -> ThreadLocalRandom.current().nextDouble(), Schedulers.parallel());
	}

	/**
	 * Returns these options with a limit to the lifetime of entries.
	 * @param longestLifetime the longest lifetime that an entry may have
	 * @return the options
	 */
	public EngineOptions withLongestLifetime(Duration longestLifetime) {
		return new EngineOptions(longestLifetime, this.leases, this.overrides, this.random, this.timer);
	}

	/**
	 * Returns these options with leases.
	 * @param leases lets one instance at a time load a key
	 * @return the options
	 */
	public EngineOptions withLeases(LeaseStore leases) {
		return new EngineOptions(this.longestLifetime, leases, this.overrides, this.random, this.timer);
	}

	/**
	 * Returns these options with changes at run time.
	 * @param overrides what administrators have changed
	 * @return the options
	 */
	public EngineOptions withOverrides(PolicyOverrides overrides) {
		return new EngineOptions(this.longestLifetime, this.leases, overrides, this.random, this.timer);
	}

}
