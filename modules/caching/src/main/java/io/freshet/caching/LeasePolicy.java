package io.freshet.caching;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * That of all instances one at a time loads a key, while the others wait for what it
 * brings.
 *
 * @param duration the time after which another instance may load, if the first one does
 * not say that it is done; longer than a load usually takes
 * @param maxWait the time after which who waits loads all the same
 */
public record LeasePolicy(Duration duration, Duration maxWait) {

	/**
	 * Checks the settings.
	 * @param duration the time after which another instance may load
	 * @param maxWait the time after which who waits loads all the same
	 * @throws IllegalArgumentException if the duration is not positive, or the waiting
	 * time is negative
	 */
	public LeasePolicy {
		Assert.isTrue(duration.toMillis() > 0,
				() -> "Lease duration " + duration + " must be at least one millisecond");
		Assert.isTrue(!maxWait.isNegative(), () -> "Longest wait for a lease " + maxWait + " must not be below zero");
	}

	/**
	 * Makes settings in which nobody waits longer than a lease lasts.
	 * @param duration the time after which another instance may load
	 * @return the settings
	 */
	public static LeasePolicy of(Duration duration) {
		return new LeasePolicy(duration, duration);
	}

}
