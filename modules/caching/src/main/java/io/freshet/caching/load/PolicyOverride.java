package io.freshet.caching.load;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;
import org.springframework.util.Assert;

import io.freshet.caching.CachePolicy;

/**
 * What an administrator has changed of a cache while it runs.
 *
 * @param enabled whether the cache is used; if not it is passed by, neither read nor
 * filled
 * @param ttl the lifetime of what is loaded from now on, and the longest of a value that
 * knows its own; {@code null} for that of the settings
 */
@NamedInterface("administration")
public record PolicyOverride(boolean enabled, @Nullable Duration ttl) {

	/**
	 * Nothing was changed.
	 */
	public static final PolicyOverride NONE = new PolicyOverride(true, null);

	/**
	 * Checks the lifetime.
	 * @param enabled whether the cache is used
	 * @param ttl the lifetime, or {@code null}
	 * @throws IllegalArgumentException if the lifetime is not positive
	 */
	public PolicyOverride {
		Assert.isTrue(ttl == null || ttl.toMillis() > 0, () -> "Lifetime " + ttl + " must be at least one millisecond");
	}

	/**
	 * Applies this to settings.
	 * @param policy the settings
	 * @return the settings that hold
	 */
	public CachePolicy applyTo(CachePolicy policy) {
		return (this.ttl != null) ? policy.withTtl(this.ttl) : policy;
	}

}
