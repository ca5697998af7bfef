package io.freshet.caching;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of one cache. Start with {@link #ttl(Duration)} and add what differs from the
 * defaults:
 *
 * <pre class="code">
 * CachePolicy.ttl(Duration.ofMinutes(5)).hardTtl(Duration.ofMinutes(30)).softTimeout(Duration.ofMillis(100)).build()
 * </pre>
 * <p>
 * An entry passes two marks. Until its <em>soft expiry</em> it is fresh. From then on it
 * is stale: a refresh is due, but until its <em>hard expiry</em> the value may be served
 * where a new one is late or cannot be had. All this is about time alone. An entry whose
 * cache tags were invalidated is never served.
 *
 * @param ttl the lifetime of an entry until its soft expiry
 * @param hardTtl the lifetime until its hard expiry, at least as long
 * @param tti the time after which an entry that nobody read counts as gone; {@code null}
 * if it does not matter
 * @param jitter the fraction, 0 to 1, by which both lifetimes are shortened at random, so
 * that entries made together do not expire together
 * @param negativeTtl the lifetime of the knowledge that there is no value; zero if that
 * is not to be remembered
 * @param errorTtl the lifetime of the memory of an error
 * @param cachedErrors the errors of loads that are remembered, subclasses included
 * @param refreshAhead when a hit begins to load an entry anew
 * @param softTimeout the time that a caller waits for a load while there is a stale
 * value, which it gets then; zero for at once, {@code null} for to the end
 * @param hardTimeout the time that a caller waits for a load in any case, {@code null}
 * for to the end
 * @param retryAfter the time after a failed load in which no other is tried while there
 * is a value to serve
 * @param failSafe the time for which an entry is served, marked as stale, while the
 * ledger cannot be read and nobody can judge it; zero if never
 * @param lease that of all instances one at a time loads a key; {@code null} if each one
 * does for itself
 * @param stalenessSampling the fraction, 0 to 1, of hits whose value is loaded once more
 * in the background and compared, to observe how often it is out of date
 */
public record CachePolicy(Duration ttl, Duration hardTtl, @Nullable Duration tti, double jitter, Duration negativeTtl,
		Duration errorTtl, Set<Class<? extends Throwable>> cachedErrors, RefreshAhead refreshAhead,
		@Nullable Duration softTimeout, @Nullable Duration hardTimeout, Duration retryAfter, Duration failSafe,
		@Nullable LeasePolicy lease, double stalenessSampling) {

	/**
	 * Time after a failed load in which no other is tried, unless set.
	 */
	public static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

	/**
	 * Checks the settings. Prefer {@link #ttl(Duration)}.
	 * @param ttl the lifetime until the soft expiry
	 * @param hardTtl the lifetime until the hard expiry
	 * @param tti the time after which an entry that nobody read counts as gone
	 * @param jitter the fraction by which both lifetimes are shortened at random
	 * @param negativeTtl the lifetime of the knowledge that there is no value
	 * @param errorTtl the lifetime of the memory of an error
	 * @param cachedErrors the errors of loads that are remembered
	 * @param refreshAhead when a hit begins to load an entry anew
	 * @param softTimeout the time that a caller waits while there is a stale value
	 * @param hardTimeout the time that a caller waits in any case
	 * @param retryAfter the time after a failed load in which no other is tried
	 * @param failSafe the time for which an entry is served that cannot be judged
	 * @param lease that of all instances one at a time loads a key
	 * @param stalenessSampling the fraction of hits that are compared with the origin
	 * @throws IllegalArgumentException if one of them is out of its range
	 */
	public CachePolicy {
		Assert.isTrue(ttl.toMillis() > 0, () -> "Lifetime " + ttl + " must be at least one millisecond");
		Assert.isTrue(hardTtl.compareTo(ttl) >= 0,
				() -> "Hard lifetime " + hardTtl + " must not be shorter than the lifetime, which is " + ttl);
		Assert.isTrue(tti == null || tti.toMillis() > 0,
				() -> "Idle time " + tti + " must be at least one millisecond");
		Assert.isTrue(jitter >= 0 && jitter <= 1, () -> "Jitter " + jitter + " must be from 0 to 1");
		notNegative("Negative lifetime", negativeTtl);
		notNegative("Lifetime of an error", errorTtl);
		notNegative("Soft timeout", softTimeout);
		Assert.isTrue(hardTimeout == null || hardTimeout.toMillis() > 0,
				() -> "Hard timeout " + hardTimeout + " must be at least one millisecond");
		notNegative("Time to the next try", retryAfter);
		notNegative("Fail-safe time", failSafe);
		Assert.isTrue(stalenessSampling >= 0 && stalenessSampling <= 1,
				() -> "Staleness sampling " + stalenessSampling + " must be from 0 to 1");
		cachedErrors = Set.copyOf(cachedErrors);
	}

	private static void notNegative(String what, @Nullable Duration value) {
		Assert.isTrue(value == null || !value.isNegative(), () -> what + " " + value + " must not be below zero");
	}

	/**
	 * Begins the settings of a cache. Unless told otherwise, an entry is not served
	 * beyond its lifetime, absences and errors are not remembered, and callers wait for
	 * loads to their end.
	 * @param ttl the lifetime of an entry
	 * @return what takes the other settings
	 */
	public static CachePolicyBuilder ttl(Duration ttl) {
		return new CachePolicyBuilder(ttl);
	}

	/**
	 * Begins other settings with these ones.
	 * @return what takes the changes; unless these settings serve stale values, the hard
	 * lifetime follows the lifetime
	 */
	public CachePolicyBuilder toBuilder() {
		return new CachePolicyBuilder(this);
	}

	/**
	 * Returns these settings with another lifetime of an entry; the time between its soft
	 * and its hard expiry remains.
	 * @param ttl the lifetime of an entry
	 * @return the settings
	 * @throws IllegalArgumentException if the lifetime is not positive
	 */
	public CachePolicy withTtl(Duration ttl) {
		return toBuilder().ttl(ttl).hardTtl(ttl.plus(this.hardTtl.minus(this.ttl))).build();
	}

	/**
	 * Returns whether an error of a load is to be remembered.
	 * @param error the error
	 * @return whether it is one of the errors that are
	 */
	public boolean remembers(Throwable error) {
		return !this.errorTtl.isZero() && this.cachedErrors.stream().anyMatch((type) -> type.isInstance(error));
	}

}
