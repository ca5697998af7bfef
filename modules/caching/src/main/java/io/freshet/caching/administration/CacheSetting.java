package io.freshet.caching.administration;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.load.PolicyOverride;

/**
 * What holds for a cache.
 *
 * @param name its name
 * @param policy what was configured; calls and annotations may differ, and for responses
 * the lifetime of a route applies
 * @param override what an administrator has changed
 */
public record CacheSetting(CacheName name, CachePolicy policy, PolicyOverride override) {

	/**
	 * Returns the settings that hold.
	 * @return what was configured, changed as an administrator said
	 */
	public CachePolicy effective() {
		return this.override.applyTo(this.policy);
	}

}
