package io.freshet.caching.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

import io.freshet.caching.Consistency;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.RefreshAhead;

/**
 * Settings of all caches that have none of their own, and of those that have.
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
 * @param consistency What comes first while the ledger cannot be read, for caches and
 * routes without a setting of their own: the bound or an answer.
 * @param failSafe Time for which an available cache or route goes on serving entries
 * while the ledger cannot be read, for those without a setting of their own.
 * @param stalenessSampling Fraction, 0 to 1, of hits whose value is loaded once more in
 * the background and compared, to observe how often it is out of date.
 * @param caches Settings of single caches, by name.
 */
@ConfigurationProperties("freshet.caching")
record PolicyProperties(@DefaultValue("5m") Duration ttl, @Nullable Duration hardTtl, @Nullable Duration tti,
		@DefaultValue("0") double jitter, @DefaultValue("30s") Duration negativeTtl,
		@DefaultValue("0s") Duration errorTtl, @DefaultValue Set<Class<? extends Throwable>> cachedErrors,
		@Nullable RefreshAheadProperties refreshAhead, @Nullable Duration softTimeout, @Nullable Duration hardTimeout,
		@DefaultValue("5s") Duration retryAfter, @Nullable LeaseProperties lease,
		@DefaultValue("consistent") Consistency consistency, @DefaultValue("10m") Duration failSafe,
		@DefaultValue("0") double stalenessSampling, @DefaultValue Map<String, CacheProperties> caches) {

	/**
	 * The settings of a cache of which nobody said anything.
	 */
	CacheProperties common() {
		return new CacheProperties(this.ttl, this.hardTtl, this.tti, this.jitter, this.negativeTtl, this.errorTtl,
				this.cachedErrors, this.refreshAhead, this.softTimeout, this.hardTimeout, this.retryAfter, this.lease,
				this.consistency, this.failSafe, this.stalenessSampling);
	}

	Duration failSafe(@Nullable Consistency ownConsistency, @Nullable Duration ownFailSafe) {
		Consistency first = (ownConsistency != null) ? ownConsistency : this.consistency;
		Duration time = (ownFailSafe != null) ? ownFailSafe : this.failSafe;
		return (first == Consistency.AVAILABLE) ? time : Duration.ZERO;
	}

	/**
	 * When a hit begins to load an entry anew.
	 *
	 * @param age Fraction of the lifetime from which on it does; 1 if never.
	 * @param beta How eager hits are the nearer the end is and the longer the last load
	 * took; 0 if not at all.
	 */
	record RefreshAheadProperties(@Nullable Double age, @Nullable Double beta) {

		RefreshAhead applyTo(RefreshAhead common) {
			return new RefreshAhead((this.age != null) ? this.age : common.age(),
					(this.beta != null) ? this.beta : common.beta());
		}

	}

	/**
	 * That of all instances one at a time loads a key.
	 *
	 * @param duration Time after which another instance may load.
	 * @param maxWait Time after which who waits loads all the same; as long as the
	 * duration if not set.
	 */
	record LeaseProperties(@Nullable Duration duration, @Nullable Duration maxWait) {

		void check(String prefix) {
			Assert.notNull(this.duration, () -> SettingCheck.PREFIX + prefix + "lease.duration must be set as well");
			SettingCheck.positiveIfSet(prefix + "lease.duration", this.duration);
			SettingCheck.notNegative(prefix + "lease.max-wait", this.maxWait);
		}

		LeasePolicy policy() {
			Duration held = (this.duration != null) ? this.duration : Duration.ZERO;
			return new LeasePolicy(held, (this.maxWait != null) ? this.maxWait : held);
		}

	}

}
