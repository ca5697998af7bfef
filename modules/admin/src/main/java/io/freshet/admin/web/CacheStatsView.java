package io.freshet.admin.web;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.administration.CachingReport.Connections;
import io.freshet.caching.administration.CachingReport.DatabaseReport;
import io.freshet.caching.administration.CachingReport.LedgerReport;
import io.freshet.caching.administration.CachingReport.NearReport;
import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.redis.RedisServerInfo;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of the state of all caches. Every member is always there; what is not
 * known is {@code null}.
 */
@Schema(name = "CacheStats")
record CacheStatsView(
		@Schema(description = "Time since the start, ISO 8601", type = "string", example = "PT1H12M5S") String uptime,
		@Schema(description = "The same in whole seconds", example = "4325") long uptimeSeconds, TotalsView totals,
		@Schema(description = "The caches used since the start, by name") List<CacheView> caches, NearView near,
		SharedView shared, RedisView redis, LedgerView ledger, DatabaseView database,
		@Schema(description = "Requests on cached routes by what X-Cache told them",
				example = "{\"hit\": 9012, \"miss\": 410}") Map<String, Long> responses,
		@Schema(description = "State of each circuit breaker by its name",
				example = "{\"freshet-shared-tier\": \"CLOSED\"}") Map<String, String> breakers) {

	static CacheStatsView of(CachingReport report) {
		SharedReport shared = report.shared();
		return new CacheStatsView(report.uptime().truncatedTo(ChronoUnit.MILLIS).toString(),
				report.uptime().toSeconds(), TotalsView.of(report.caches()),
				report.caches().stream().map(CacheView::of).toList(), NearView.of(report.near()), SharedView.of(shared),
				RedisView.of(shared.server()), LedgerView.of(report.ledger()), DatabaseView.of(report.database()),
				report.responses(),
				shared.breaker().isEmpty() ? Map.of() : Map.of(SharedReport.BREAKER, shared.breaker()));
	}

	/**
	 * Representation of what was counted for all caches together.
	 */
	@Schema(name = "CacheTotals")
	record TotalsView(@Schema(example = "9120") long hits, @Schema(example = "480") long misses,
			@Schema(description = "Hits among hits and misses, 0 to 1", example = "0.95") double hitRatio,
			@Schema(description = "Requests that passed a cache by", example = "12") long bypasses, LoadsView loads) {

		static TotalsView of(List<CacheReport> caches) {
			long hits = caches.stream().mapToLong((cache) -> cache.counts().hits()).sum();
			long misses = caches.stream().mapToLong((cache) -> cache.counts().misses()).sum();
			long bypasses = caches.stream().mapToLong((cache) -> cache.counts().bypasses()).sum();
			return new TotalsView(hits, misses, Ratio.of(hits, misses), bypasses,
					LoadsView.of(caches.stream().map(CacheReport::counts).toList()));
		}

	}

	/**
	 * Representation of the near tier.
	 */
	@Schema(name = "NearTier")
	record NearView(@Schema(example = "812") long entries, @Schema(example = "1530112") long bytes,
			@Schema(description = "Bytes that it may hold", example = "67108864") long capacityBytes) {

		static NearView of(NearReport near) {
			return new NearView(near.content().entries(), near.content().bytes(), near.capacity());
		}

	}

	/**
	 * Representation of the shared tier.
	 */
	@Schema(name = "SharedTier")
	record SharedView(@Schema(description = "Whether there is one", example = "true") boolean present,
			@Schema(description = "Whether it is skipped because its circuit breaker is not closed",
					example = "false") boolean degraded,
			@Schema(description = "State of its circuit breaker", example = "CLOSED",
					nullable = true) @Nullable String breaker,
			@Schema(description = "Entries in Redis", example = "960") long entries,
			@Schema(description = "Bytes of their values", example = "1820004") long bytes,
			@Schema(description = "Whether all entries were counted; if not, entries and bytes are estimated from a sample",
					example = "true") boolean complete) {

		static SharedView of(SharedReport shared) {
			return new SharedView(shared.present(), shared.degraded(),
					shared.breaker().isEmpty() ? null : shared.breaker(), shared.content().entries(),
					shared.content().bytes(), shared.contentComplete());
		}

	}

	/**
	 * Representation of what Redis says of itself.
	 */
	@Schema(name = "RedisServer")
	record RedisView(@Schema(description = "Whether it answered", example = "true") boolean reachable,
			@Schema(example = "7.4.1", nullable = true) @Nullable String version,
			@Schema(example = "4194304", nullable = true) @Nullable Long usedMemoryBytes,
			@Schema(description = "0 without a bound", example = "268435456",
					nullable = true) @Nullable Long maxMemoryBytes,
			@Schema(example = "allkeys-lru", nullable = true) @Nullable String evictionPolicy,
			@Schema(description = "Keys of the database, those of others included", example = "1010",
					nullable = true) @Nullable Long keys,
			@Schema(description = "Keys evicted since Redis was started", example = "0",
					nullable = true) @Nullable Long evictedKeys) {

		private static final RedisView NOT_REACHED = new RedisView(false, null, null, null, null, null, null);

		static RedisView of(@Nullable RedisServerInfo server) {
			return (server != null) ? new RedisView(true, server.version(), server.usedMemory(), server.maxMemory(),
					server.evictionPolicy(), server.keys(), server.evictedKeys()) : NOT_REACHED;
		}

	}

	/**
	 * Representation of the database of the ledger.
	 */
	@Schema(name = "CacheDatabase")
	record DatabaseView(@Schema(description = "Whether there is one", example = "true") boolean present,
			@Schema(description = "Whether it answered the follower of the ledger within the bound",
					example = "true") boolean reachable,
			@Schema(description = "Connections of the application's pool that are in use", example = "3",
					nullable = true) @Nullable Integer connectionsUsed,
			@Schema(description = "Connections that there may be", example = "20",
					nullable = true) @Nullable Integer connectionsMost,
			@Schema(description = "Connections that somebody waits for", example = "0",
					nullable = true) @Nullable Integer connectionsAwaited) {

		static DatabaseView of(DatabaseReport database) {
			Connections pool = database.connections();
			return (pool != null)
					? new DatabaseView(database.present(), database.reachable(), pool.used(), pool.most(),
							pool.awaited())
					: new DatabaseView(database.present(), database.reachable(), null, null, null);
		}

	}

	/**
	 * Representation of the ledger of invalidations.
	 */
	@Schema(name = "InvalidationLedger")
	record LedgerView(@Schema(description = "How old what is known of it is", example = "37") long ageMillis,
			@Schema(description = "How old that may be", example = "250") long boundMillis,
			@Schema(description = "Whether that is within the bound, so that entries are served",
					example = "true") boolean current,
			@Schema(description = "Invalidations obeyed since the start", example = "214") long applied) {

		static LedgerView of(LedgerReport ledger) {
			return new LedgerView(ledger.age().toMillis(), ledger.bound().toMillis(), ledger.current(),
					ledger.applied());
		}

	}

}
