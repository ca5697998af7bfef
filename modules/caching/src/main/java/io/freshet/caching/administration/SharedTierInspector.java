package io.freshet.caching.administration;

import java.util.Map;

import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.StoreContent;

/**
 * Looks into the shared tier.
 */
public interface SharedTierInspector {

	/**
	 * Returns the tier itself.
	 * @return the store; one that keeps nothing if there is no shared tier
	 */
	CacheStore store();

	/**
	 * Inspects the tier.
	 * @return what was found; never an error
	 */
	Mono<Inspected> inspect();

	/**
	 * Looks at the tier, without walking through its keys.
	 * @return what was found, and counted before; never an error
	 */
	Mono<Inspected> glance();

	/**
	 * What was found in the shared tier.
	 *
	 * @param report the state of the tier
	 * @param caches what it holds of each cache
	 */
	record Inspected(SharedReport report, Map<CacheName, StoreContent> caches) {
	}

}
