package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

import org.springframework.r2dbc.core.DatabaseClient;

import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.load.PolicyOverrides;

/**
 * Changes in the table {@code cache_setting}, for all instances. With a change goes a row
 * of the ledger, in one statement and so in one transaction, which carries a cache tag
 * that no entry has: whoever follows the ledger sees it and reads the table again.
 */
public final class PostgresPolicyOverrides implements PolicyOverrides {

	private static final Logger logger = LoggerFactory.getLogger(PostgresPolicyOverrides.class);

	private static final CacheTag MARK = CacheTag.of("freshet", "cache-setting");

	private static final Invalidation MARKED = Invalidation.ofTags(List.of(MARK));

	private static final String READ = "select cache, enabled, ttl_millis from cache_setting";

	private static final String CHANGE = """
			with changed as (
			  insert into cache_setting (cache, enabled, ttl_millis) values ($1, $2, $3)
			  on conflict (cache) do update
			    set enabled = excluded.enabled, ttl_millis = excluded.ttl_millis, changed_at = clock_timestamp()
			  returning 1)
			insert into cache_invalidation (tags) select $4 from changed returning xid::text""";

	private final DatabaseClient database;

	private final InvalidationLedger ledger;

	private final Sinks.Many<Boolean> marks = Sinks.many().multicast().directBestEffort();

	private volatile SortedMap<CacheName, PolicyOverride> known = Collections.emptySortedMap();

	/**
	 * Makes overrides that are not read yet.
	 * @param database holds the table
	 * @param ledger tells when it was changed
	 */
	public PostgresPolicyOverrides(DatabaseClient database, InvalidationLedger ledger) {
		this.database = database;
		this.ledger = ledger;
		ledger.view().whenInvalidated(MARK, () -> this.marks.tryEmitNext(true));
	}

	@Override
	public PolicyOverride of(CacheName cache) {
		Map<CacheName, PolicyOverride> current = this.known;
		return current.isEmpty() ? PolicyOverride.NONE : current.getOrDefault(cache, PolicyOverride.NONE);
	}

	@Override
	public SortedMap<CacheName, PolicyOverride> all() {
		return this.known;
	}

	/**
	 * Reads the table now and whenever it was changed.
	 * @return never completes; what cannot be read is logged and tried again
	 */
	public Mono<Void> follow() {
		return this.marks.asFlux()
			.startWith(true)
			.onBackpressureLatest()
			.concatMap((mark) -> read().retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
				.maxBackoff(Duration.ofSeconds(10))
				.doBeforeRetry((retry) -> logFailure(retry.totalRetries(), retry.failure()))), 1)
			.then();
	}

	private static void logFailure(long attempt, Throwable failure) {
		if (attempt == 0) {
			logger.warn("Changes of the caches' settings cannot be read and hold as they are known: {}",
					failure.toString());
		}
		logger.debug("Attempt {} to read changes of the caches' settings failed", attempt, failure);
	}

	private Mono<Void> read() {
		return this.database.sql(READ)
			.map(Row::of)
			.all()
			.collect(TreeMap<CacheName, PolicyOverride>::new, (all, row) -> row.addTo(all))
			.doOnNext((read) -> {
				this.known = Collections.unmodifiableSortedMap(read);
				logger.debug("Changes of the caches' settings: {}", read);
			})
			.then();
	}

	@Override
	public Mono<Void> change(CacheName cache, PolicyOverride override) {
		return this.database.inConnection((connection) -> {
			Duration ttl = override.ttl();
			Statement change = connection.createStatement(CHANGE)
				.bind(0, cache.value())
				.bind(1, override.enabled())
				.bind(3, MARKED.labels().toArray(String[]::new));
			change = (ttl != null) ? change.bind(2, ttl.toMillis()) : change.bindNull(2, Long.class);
			return Flux.from(change.execute())
				.concatMap((result) -> result.map((row) -> String.valueOf(row.get(0, String.class))))
				.single();
		})
			.doOnNext((position) -> this.ledger.committed(Long.parseUnsignedLong(position), MARKED))
			.then(Mono.defer(this::read));
	}

	/**
	 * A row of the table, which anybody may have written with SQL.
	 */
	private record Row(@Nullable String cache, @Nullable Boolean enabled, @Nullable Long ttlMillis) {

		static Row of(Readable row) {
			return new Row(row.get(0, String.class), row.get(1, Boolean.class), row.get(2, Long.class));
		}

		void addTo(SortedMap<CacheName, PolicyOverride> all) {
			try {
				PolicyOverride override = new PolicyOverride(!Boolean.FALSE.equals(this.enabled),
						(this.ttlMillis != null) ? Duration.ofMillis(this.ttlMillis) : null);
				if (!override.equals(PolicyOverride.NONE)) {
					all.put(CacheName.of(String.valueOf(this.cache)), override);
				}
			}
			catch (IllegalArgumentException ex) {
				logger.warn("A row of cache_setting is left out: {}", ex.getMessage());
			}
		}

	}

}
