package io.freshet.caching.administration;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.redis.RedisSearch.Page;
import io.freshet.caching.redis.RedisSearch.Walked;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.StoredEntry;

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

	@Override
	public Flux<Walked> walk(Predicate<EntryHead> wanted, boolean remove) {
		return Flux.empty();
	}

	@Override
	public Mono<Page> page(String position, int limit, Predicate<EntryHead> wanted) {
		return Mono.just(new Page(List.of(), ""));
	}

	@Override
	public Mono<StoredEntry> find(String digest) {
		return Mono.empty();
	}

	@Override
	public Mono<Boolean> remove(EntryKey key) {
		return Mono.just(false);
	}

}
