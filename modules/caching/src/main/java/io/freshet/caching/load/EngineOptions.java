package io.freshet.caching.load;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What an engine can do without.
 *
 * @param longestLifetime the longest lifetime that an entry may have, for as long the
 * ledger remembers invalidations
 * @param random gives numbers from 0 to below 1
 * @param timer ends the waiting for loads
 */
public record EngineOptions(Duration longestLifetime, DoubleSupplier random, Scheduler timer) {

	/**
	 * The options of a single instance whose ledger forgets nothing.
	 */
	public static final EngineOptions DEFAULT = new EngineOptions(Duration.ofDays(365),
			() -> ThreadLocalRandom.current().nextDouble(), Schedulers.parallel());

	/**
	 * Returns these options with a limit to the lifetime of entries.
	 * @param longestLifetime the longest lifetime that an entry may have
	 * @return the options
	 */
	public EngineOptions withLongestLifetime(Duration longestLifetime) {
		return new EngineOptions(longestLifetime, this.random, this.timer);
	}

}
