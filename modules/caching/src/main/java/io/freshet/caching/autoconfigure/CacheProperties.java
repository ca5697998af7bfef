package io.freshet.caching.autoconfigure;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.Consistency;
import io.freshet.caching.autoconfigure.PolicyProperties.LeaseProperties;
import io.freshet.caching.autoconfigure.PolicyProperties.RefreshAheadProperties;

/**
 * Settings of one cache. What is not set is as for all caches.
 *
 * @param ttl Lifetime of an entry until its soft expiry.
 * @param hardTtl Lifetime of an entry until its hard expiry, from which on it is never
 * served; the same as the other one if not set.
 * @param tti Time after which an entry that nobody read counts as gone.
 * @param jitter Fraction, 0 to 1, by which lifetimes are shortened at random.
 * @param negativeTtl Lifetime of the knowledge that there is no value; zero if that is
 * not to be remembered.
 * @param errorTtl Lifetime of the memory of an error.
 * @param cachedErrors Classes of the errors that are remembered, subclasses included.
 * @param refreshAhead When a hit begins to load an entry anew.
 * @param softTimeout Time that a caller waits for a load while there is a stale value;
 * zero for at once, without end if not set.
 * @param hardTimeout Time that a caller waits for a load in any case; without end if not
 * set.
 * @param retryAfter Time after a failed load in which no other is tried while there is a
 * value to serve.
 * @param lease That of all instances one at a time loads a key.
 * @param consistency What comes first while the ledger cannot be read.
 * @param failSafe Time for which entries are served meanwhile, if that is an answer.
 * @param stalenessSampling Fraction, 0 to 1, of hits whose value is loaded once more in
 * the background and compared.
 */
record CacheProperties(@Nullable Duration ttl, @Nullable Duration hardTtl, @Nullable Duration tti,
		@Nullable Double jitter, @Nullable Duration negativeTtl, @Nullable Duration errorTtl,
		@Nullable Set<Class<? extends Throwable>> cachedErrors, @Nullable RefreshAheadProperties refreshAhead,
		@Nullable Duration softTimeout, @Nullable Duration hardTimeout, @Nullable Duration retryAfter,
		@Nullable LeaseProperties lease, @Nullable Consistency consistency, @Nullable Duration failSafe,
		@Nullable Double stalenessSampling) {

	/**
	 * Checks each setting for itself.
	 * @param prefix what stands in front of the names below {@code freshet.caching}
	 * @param ledger the ledger, which must outlast entries
	 */
	void check(String prefix, CachingProperties.Ledger ledger) {
		SettingCheck.lifetime(prefix + "ttl", this.ttl, ledger);
		SettingCheck.lifetime(prefix + "hard-ttl", this.hardTtl, ledger);
		SettingCheck.positiveIfSet(prefix + "tti", this.tti);
		Double fraction = this.jitter;
		Assert.isTrue(fraction == null || (fraction >= 0 && fraction <= 1),
				() -> SettingCheck.PREFIX + prefix + "jitter is " + fraction + " but must be from 0 to 1");
		SettingCheck.negativeLifetime(prefix + "negative-ttl", this.negativeTtl, ledger);
		SettingCheck.negativeLifetime(prefix + "error-ttl", this.errorTtl, ledger);
		SettingCheck.notNegative(prefix + "soft-timeout", this.softTimeout);
		SettingCheck.positiveIfSet(prefix + "hard-timeout", this.hardTimeout);
		SettingCheck.notNegative(prefix + "retry-after", this.retryAfter);
		SettingCheck.positiveIfSet(prefix + "fail-safe", this.failSafe);
		Double sampling = this.stalenessSampling;
		Assert.isTrue(sampling == null || (sampling >= 0 && sampling <= 1),
				() -> SettingCheck.PREFIX + prefix + "staleness-sampling is " + sampling + " but must be from 0 to 1");
		if (this.lease != null) {
			this.lease.check(prefix);
		}
	}

	/**
	 * Applies these settings to those for all caches.
	 * @param prefix what stands in front of the names below {@code freshet.caching}
	 * @param common the settings for all caches
	 * @return the settings of this cache, without fail-safe time
	 */
	CachePolicy applyTo(String prefix, CachePolicy common) {
		try {
			return changed((this.ttl != null) ? common.withTtl(this.ttl) : common);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The settings " + SettingCheck.PREFIX + prefix + "* do not fit together: " + ex.getMessage());
		}
	}

	private CachePolicy changed(CachePolicy common) {
		CachePolicyBuilder policy = common.toBuilder();
		if (this.hardTtl != null) {
			policy.hardTtl(this.hardTtl);
		}
		if (this.tti != null) {
			policy.tti(this.tti);
		}
		if (this.jitter != null) {
			policy.jitter(this.jitter);
		}
		if (this.negativeTtl != null) {
			policy.negativeTtl(this.negativeTtl);
		}
		if (this.errorTtl != null) {
			policy.errorTtl(this.errorTtl);
		}
		if (this.cachedErrors != null) {
			policy.cachedErrors(this.cachedErrors);
		}
		if (this.refreshAhead != null) {
			policy.refreshAhead(this.refreshAhead.applyTo(common.refreshAhead()));
		}
		if (this.softTimeout != null) {
			policy.softTimeout(this.softTimeout);
		}
		if (this.hardTimeout != null) {
			policy.hardTimeout(this.hardTimeout);
		}
		if (this.retryAfter != null) {
			policy.retryAfter(this.retryAfter);
		}
		if (this.lease != null) {
			policy.lease(this.lease.policy());
		}
		if (this.stalenessSampling != null) {
			policy.stalenessSampling(this.stalenessSampling);
		}
		return policy.build();
	}

}
