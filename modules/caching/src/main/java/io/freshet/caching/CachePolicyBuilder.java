package io.freshet.caching;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Takes settings one by one; {@link CachePolicy} says what they mean.
 */
public final class CachePolicyBuilder {

	private Duration ttl;

	private @Nullable Duration hardTtl;

	private @Nullable Duration tti;

	private double jitter;

	private Duration negativeTtl = Duration.ZERO;

	private Duration errorTtl = Duration.ZERO;

	private Set<Class<? extends Throwable>> cachedErrors = Set.of();

	private RefreshAhead refreshAhead = RefreshAhead.OFF;

	private @Nullable Duration softTimeout;

	private @Nullable Duration hardTimeout;

	private Duration retryAfter = CachePolicy.DEFAULT_RETRY_AFTER;

	private Duration failSafe = Duration.ZERO;

	private @Nullable LeasePolicy lease;

	private double stalenessSampling;

	CachePolicyBuilder(Duration ttl) {
		this.ttl = ttl;
	}

	CachePolicyBuilder(CachePolicy policy) {
		this.ttl = policy.ttl();
		this.hardTtl = policy.hardTtl().equals(policy.ttl()) ? null : policy.hardTtl();
		this.tti = policy.tti();
		this.jitter = policy.jitter();
		this.negativeTtl = policy.negativeTtl();
		this.errorTtl = policy.errorTtl();
		this.cachedErrors = policy.cachedErrors();
		this.refreshAhead = policy.refreshAhead();
		this.softTimeout = policy.softTimeout();
		this.hardTimeout = policy.hardTimeout();
		this.retryAfter = policy.retryAfter();
		this.failSafe = policy.failSafe();
		this.lease = policy.lease();
		this.stalenessSampling = policy.stalenessSampling();
	}

	/**
	 * Sets the lifetime until the soft expiry.
	 * @param ttl the lifetime
	 * @return this builder
	 */
	public CachePolicyBuilder ttl(Duration ttl) {
		this.ttl = ttl;
		return this;
	}

	/**
	 * Sets the lifetime until the hard expiry.
	 * @param hardTtl the lifetime, {@code null} for the same as the other one
	 * @return this builder
	 */
	public CachePolicyBuilder hardTtl(@Nullable Duration hardTtl) {
		this.hardTtl = hardTtl;
		return this;
	}

	/**
	 * Sets the time after which an entry that nobody read counts as gone.
	 * @param tti the time, {@code null} if it does not matter
	 * @return this builder
	 */
	public CachePolicyBuilder tti(@Nullable Duration tti) {
		this.tti = tti;
		return this;
	}

	/**
	 * Sets the fraction by which lifetimes are shortened at random.
	 * @param jitter the fraction, 0 to 1
	 * @return this builder
	 */
	public CachePolicyBuilder jitter(double jitter) {
		this.jitter = jitter;
		return this;
	}

	/**
	 * Sets the lifetime of the knowledge that there is no value.
	 * @param negativeTtl the lifetime, zero if that is not to be remembered
	 * @return this builder
	 */
	public CachePolicyBuilder negativeTtl(Duration negativeTtl) {
		this.negativeTtl = negativeTtl;
		return this;
	}

	/**
	 * Sets the lifetime of the memory of an error.
	 * @param errorTtl the lifetime, zero if none is remembered
	 * @return this builder
	 */
	public CachePolicyBuilder errorTtl(Duration errorTtl) {
		this.errorTtl = errorTtl;
		return this;
	}

	/**
	 * Sets the errors that are remembered.
	 * @param cachedErrors their classes, subclasses included
	 * @return this builder
	 */
	public CachePolicyBuilder cachedErrors(Set<Class<? extends Throwable>> cachedErrors) {
		this.cachedErrors = cachedErrors;
		return this;
	}

	/**
	 * Sets when a hit begins to load an entry anew.
	 * @param refreshAhead the settings
	 * @return this builder
	 */
	public CachePolicyBuilder refreshAhead(RefreshAhead refreshAhead) {
		this.refreshAhead = refreshAhead;
		return this;
	}

	/**
	 * Sets the time that a caller waits for a load while there is a stale value.
	 * @param softTimeout the time, {@code null} for to the end
	 * @return this builder
	 */
	public CachePolicyBuilder softTimeout(@Nullable Duration softTimeout) {
		this.softTimeout = softTimeout;
		return this;
	}

	/**
	 * Sets the time that a caller waits for a load in any case.
	 * @param hardTimeout the time, {@code null} for to the end
	 * @return this builder
	 */
	public CachePolicyBuilder hardTimeout(@Nullable Duration hardTimeout) {
		this.hardTimeout = hardTimeout;
		return this;
	}

	/**
	 * Sets the time after a failed load in which no other is tried.
	 * @param retryAfter the time
	 * @return this builder
	 */
	public CachePolicyBuilder retryAfter(Duration retryAfter) {
		this.retryAfter = retryAfter;
		return this;
	}

	/**
	 * Sets the time for which an entry is served that cannot be judged.
	 * @param failSafe the time, zero if never
	 * @return this builder
	 */
	public CachePolicyBuilder failSafe(Duration failSafe) {
		this.failSafe = failSafe;
		return this;
	}

	/**
	 * Sets that of all instances one at a time loads a key.
	 * @param lease the settings, {@code null} if each one loads for itself
	 * @return this builder
	 */
	public CachePolicyBuilder lease(@Nullable LeasePolicy lease) {
		this.lease = lease;
		return this;
	}

	/**
	 * Sets the fraction of hits that are compared with the origin.
	 * @param stalenessSampling the fraction, 0 to 1
	 * @return this builder
	 */
	public CachePolicyBuilder stalenessSampling(double stalenessSampling) {
		this.stalenessSampling = stalenessSampling;
		return this;
	}

	/**
	 * Makes the settings.
	 * @return the settings
	 * @throws IllegalArgumentException if one of them is out of its range
	 */
	public CachePolicy build() {
		return new CachePolicy(this.ttl, (this.hardTtl != null) ? this.hardTtl : this.ttl, this.tti, this.jitter,
				this.negativeTtl, this.errorTtl, this.cachedErrors, this.refreshAhead, this.softTimeout,
				this.hardTimeout, this.retryAfter, this.failSafe, this.lease, this.stalenessSampling);
	}

}
