package io.freshet.caching.load;

import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;

/**
 * Changes in the memory of one instance, which end with it.
 */
public final class LocalPolicyOverrides implements PolicyOverrides {

	private final SortedMap<CacheName, PolicyOverride> overrides = new ConcurrentSkipListMap<>();

	@Override
	public PolicyOverride of(CacheName cache) {
		return this.overrides.isEmpty() ? PolicyOverride.NONE : this.overrides.getOrDefault(cache, PolicyOverride.NONE);
	}

	@Override
	public SortedMap<CacheName, PolicyOverride> all() {
		return Collections.unmodifiableSortedMap(this.overrides);
	}

	@Override
	public Mono<Void> change(CacheName cache, PolicyOverride override) {
		return Mono.fromRunnable(() -> {
			if (override.equals(PolicyOverride.NONE)) {
				this.overrides.remove(cache);
			}
			else {
				this.overrides.put(cache, override);
			}
		});
	}

}
