package io.freshet.caching;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Settings of one cache.
 *
 * @param ttl the lifetime of an entry
 * @param negativeTtl the lifetime of the knowledge that there is no value; zero if that
 * is not to be remembered
 */
public record CachePolicy(Duration ttl, Duration negativeTtl) {

	/**
	 * Checks the settings.
	 * @param ttl the lifetime of an entry
	 * @param negativeTtl the lifetime of the knowledge that there is no value
	 * @throws IllegalArgumentException if the lifetime is not positive, or the negative
	 * one is negative
	 */
	public CachePolicy {
		Assert.isTrue(ttl.toMillis() > 0, () -> "Lifetime " + ttl + " must be at least one millisecond");
		Assert.isTrue(!negativeTtl.isNegative(), () -> "Negative lifetime " + negativeTtl + " must not be below zero");
	}

	/**
	 * Returns these settings with another lifetime of an entry.
	 * @param ttl the lifetime of an entry
	 * @return the settings
	 */
	public CachePolicy withTtl(Duration ttl) {
		return new CachePolicy(ttl, this.negativeTtl);
	}

}
