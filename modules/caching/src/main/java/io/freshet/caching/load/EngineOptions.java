package io.freshet.caching.load;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.EntryLimits;
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
 * @param longestStream the length, in bytes as they are stored, from which on the values
 * of one origin are handed on and not kept
 * @param observer watches what takes time, for traces
 */
public record EngineOptions(Duration longestLifetime, LeaseStore leases, PolicyOverrides overrides,
		DoubleSupplier random, Scheduler timer, long longestStream, CacheObserver observer) {

	/**
	 * Makes options without a limit to what one origin emits.
	 * @param longestLifetime the longest lifetime that an entry may have
	 * @param leases lets one instance at a time load a key
	 * @param overrides what administrators have changed
	 * @param random gives numbers from 0 to below 1
	 * @param timer ends the waiting for loads
	 */
	public EngineOptions(Duration longestLifetime, LeaseStore leases, PolicyOverrides overrides, DoubleSupplier random,
			Scheduler timer) {
		this(longestLifetime, leases, overrides, random, timer, EntryLimits.NONE.valueSize(), CacheObserver.NONE);
	}

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
		return new EngineOptions(longestLifetime, this.leases, this.overrides, this.random, this.timer,
				this.longestStream, this.observer);
	}

	/**
	 * Returns these options with leases.
	 * @param leases lets one instance at a time load a key
	 * @return the options
	 */
	public EngineOptions withLeases(LeaseStore leases) {
		return new EngineOptions(this.longestLifetime, leases, this.overrides, this.random, this.timer,
				this.longestStream, this.observer);
	}

	/**
	 * Returns these options with changes at run time.
	 * @param overrides what administrators have changed
	 * @return the options
	 */
	public EngineOptions withOverrides(PolicyOverrides overrides) {
		return new EngineOptions(this.longestLifetime, this.leases, overrides, this.random, this.timer,
				this.longestStream, this.observer);
	}

	/**
	 * Returns these options with a limit to what one origin emits.
	 * @param longestStream the length in bytes from which on its values are not kept
	 * @return the options
	 */
	public EngineOptions withLongestStream(long longestStream) {
		return new EngineOptions(this.longestLifetime, this.leases, this.overrides, this.random, this.timer,
				longestStream, this.observer);
	}

	/**
	 * Returns these options with traces.
	 * @param observer watches what takes time
	 * @return the options
	 */
	public EngineOptions withObserver(CacheObserver observer) {
		return new EngineOptions(this.longestLifetime, this.leases, this.overrides, this.random, this.timer,
				this.longestStream, observer);
	}

}
