package io.freshet.caching;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Settings of one cache.
 *
 * @param ttl the lifetime of an entry
 * @param negativeTtl the lifetime of the knowledge that there is no value; zero if that
 * is not to be remembered
 * @param failSafe the time for which an entry is served, marked as stale, while the
 * ledger cannot be read and nobody can judge it; zero if never
 */
public record CachePolicy(Duration ttl, Duration negativeTtl, Duration failSafe) {

	/**
	 * Checks the settings.
	 * @param ttl the lifetime of an entry
	 * @param negativeTtl the lifetime of the knowledge that there is no value
	 * @param failSafe the time for which an entry is served that cannot be judged
	 * @throws IllegalArgumentException if the lifetime is not positive, or another time
	 * is negative
	 */
	public CachePolicy {
		Assert.isTrue(ttl.toMillis() > 0, () -> "Lifetime " + ttl + " must be at least one millisecond");
		Assert.isTrue(!negativeTtl.isNegative(), () -> "Negative lifetime " + negativeTtl + " must not be below zero");
		Assert.isTrue(!failSafe.isNegative(), () -> "Fail-safe time " + failSafe + " must not be below zero");
	}

	/**
	 * Makes the settings of a cache that never serves what cannot be judged.
	 * @param ttl the lifetime of an entry
	 * @param negativeTtl the lifetime of the knowledge that there is no value
	 */
	public CachePolicy(Duration ttl, Duration negativeTtl) {
		this(ttl, negativeTtl, Duration.ZERO);
	}

	/**
	 * Returns these settings with another lifetime of an entry.
	 * @param ttl the lifetime of an entry
	 * @return the settings
	 */
	public CachePolicy withTtl(Duration ttl) {
		return new CachePolicy(ttl, this.negativeTtl, this.failSafe);
	}

}
