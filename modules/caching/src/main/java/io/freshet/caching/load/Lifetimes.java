package io.freshet.caching.load;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryTimes;

/**
 * Says how long entries live.
 */
final class Lifetimes {

	private static final Logger logger = LoggerFactory.getLogger(Lifetimes.class);

	private final Duration longest;

	private final DoubleSupplier random;

	Lifetimes(Duration longest, DoubleSupplier random) {
		this.longest = longest;
		this.random = random;
	}

	/**
	 * Gives settings the lifetime that a value asks for.
	 * @param cache the cache
	 * @param policy the settings
	 * @param wanted the lifetime, positive
	 * @return the settings with that lifetime, or with the longest that is allowed
	 */
	CachePolicy ofValue(CacheName cache, CachePolicy policy, Duration wanted) {
		if (wanted.compareTo(this.longest) > 0) {
			logger.debug("A value of cache '{}' asks for a lifetime of {}, which is cut to {}", cache, wanted,
					this.longest);
			return policy.withTtl(this.longest);
		}
		return policy.withTtl(wanted);
	}

	/**
	 * Makes the times of an entry.
	 * @param policy the settings
	 * @param kind what the entry holds
	 * @param created when it was loaded
	 * @param loadTime how long that took
	 * @return the times, with an end that is not after the beginning if the entry must
	 * not be kept
	 */
	EntryTimes of(CachePolicy policy, EntryKind kind, Instant created, Duration loadTime) {
		double fraction = (policy.jitter() > 0) ? 1 - policy.jitter() * this.random.getAsDouble() : 1;
		return switch (kind) {
			case ABSENT -> until(created, shortened(policy.negativeTtl(), fraction), loadTime);
			case ERROR -> until(created, shortened(policy.errorTtl(), fraction), loadTime);
			case ONE, MANY -> new EntryTimes(created, created.plusMillis(shortened(policy.ttl(), fraction)),
					created.plusMillis(shortened(policy.hardTtl(), fraction)), loadTime);
		};
	}

	private static EntryTimes until(Instant created, long lifetime, Duration loadTime) {
		Instant expires = created.plusMillis(lifetime);
		return new EntryTimes(created, expires, expires, loadTime);
	}

	private long shortened(Duration lifetime, double fraction) {
		if (lifetime.isZero()) {
			return 0;
		}
		return Math.max(1, (long) (limit(lifetime).toMillis() * fraction));
	}

	/**
	 * Cuts a lifetime to the longest that is allowed.
	 * @param lifetime the lifetime
	 * @return that, or the longest one
	 */
	Duration limit(Duration lifetime) {
		return (lifetime.compareTo(this.longest) > 0) ? this.longest : lifetime;
	}

}
