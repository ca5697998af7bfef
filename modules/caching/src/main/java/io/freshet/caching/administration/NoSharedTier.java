package io.freshet.caching.administration;

import java.util.Map;

import reactor.core.publisher.Mono;

import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.NoStore;

/**
 * There is no shared tier to look into.
 */
public final class NoSharedTier implements SharedTierInspector {

	@Override
	public CacheStore store() {
		return new NoStore();
	}

	@Override
	public Mono<Inspected> inspect() {
		return Mono.just(new Inspected(SharedReport.NONE, Map.of()));
	}

	@Override
	public Mono<Inspected> glance() {
		return inspect();
	}

}
