package io.freshet.caching.administration;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.redis.RedisSearch;
import io.freshet.caching.redis.RedisSearch.Page;
import io.freshet.caching.redis.RedisSearch.Walked;
import io.freshet.caching.redis.RedisServerInfo;
import io.freshet.caching.redis.RedisStore;
import io.freshet.caching.redis.RedisStore.Census;
import io.freshet.caching.redis.SharedCensus;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.StoredEntry;

/**
 * Looks into Redis. Goes past the circuit breaker, so that an administrator sees the
 * server as it is; bounded in entries and time.
 */
public final class RedisInspector implements SharedTierInspector {

	private static final Logger logger = LoggerFactory.getLogger(RedisInspector.class);

	private static final int CENSUS_LIMIT = 5_000;

	/** After which what was counted before has to do. */
	private static final Duration CENSUS_PATIENCE = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final RedisStore redis;

	private final GuardedStore guarded;

	private final SharedCensus counted;

	private final RedisSearch search;

	/**
	 * Makes an inspector.
	 * @param redis the store on Redis
	 * @param guarded the same store behind its circuit breaker
	 * @param counted what was counted of it
	 * @param search searches it
	 */
	public RedisInspector(RedisStore redis, GuardedStore guarded, SharedCensus counted, RedisSearch search) {
		this.redis = redis;
		this.guarded = guarded;
		this.counted = counted;
		this.search = search;
	}

	@Override
	public CacheStore store() {
		return this.guarded;
	}

	@Override
	public Mono<Inspected> inspect() {
		return inspect(this.redis.census(CENSUS_LIMIT).timeout(CENSUS_PATIENCE, this.counted.last()));
	}

	@Override
	public Mono<Inspected> glance() {
		return inspect(this.counted.last());
	}

	private Mono<Inspected> inspect(Mono<Census> census) {
		// One after the other: asked at once both would fail where Redis is away, and
		// Reactor logs the error that nobody waits for any more.
		return this.redis.serverInfo()
			.flatMap((server) -> census.map((counted) -> reached(server, counted)))
			.timeout(PATIENCE)
			.onErrorResume((ex) -> {
				logger.debug("Redis could not be inspected", ex);
				return Mono.just(notReached());
			});
	}

	private Inspected reached(RedisServerInfo server, Census census) {
		StoreContent total = census.caches().values().stream().reduce(StoreContent.EMPTY, StoreContent::plus);
		return new Inspected(new SharedReport(true, this.guarded.breakerState(), this.guarded.isDegraded(), total,
				census.isComplete(), server), new HashMap<>(census.caches()));
	}

	private Inspected notReached() {
		return new Inspected(new SharedReport(true, this.guarded.breakerState(), this.guarded.isDegraded(),
				StoreContent.EMPTY, false, null), Map.of());
	}

	@Override
	public Flux<Walked> walk(Predicate<EntryHead> wanted, boolean remove) {
		return this.search.walk(wanted, remove);
	}

	@Override
	public Mono<Page> page(String position, int limit, Predicate<EntryHead> wanted) {
		return this.search.page(position, limit, wanted);
	}

	@Override
	public Mono<StoredEntry> find(String digest) {
		return this.redis.find(digest).timeout(PATIENCE);
	}

	@Override
	public Mono<Boolean> remove(EntryKey key) {
		return this.redis.remove(key).timeout(PATIENCE);
	}

}
