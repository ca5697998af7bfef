package io.freshet.admin.web;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.RefreshAhead;
import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.administration.CachingReport.Connections;
import io.freshet.caching.administration.CachingReport.DatabaseReport;
import io.freshet.caching.administration.CachingReport.LedgerReport;
import io.freshet.caching.administration.CachingReport.NearReport;
import io.freshet.caching.administration.CachingReport.SharedReport;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.metrics.LoadTimes;
import io.freshet.caching.metrics.SampleCounts;
import io.freshet.caching.metrics.ServiceCounts;
import io.freshet.caching.metrics.TierCounts;
import io.freshet.caching.redis.RedisServerInfo;
import io.freshet.caching.store.SampleOutcome;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoreContent;

/**
 * Reports to be represented; every number occurs once, so that none can be mistaken for
 * another.
 */
final class CachingReports {

	static final RedisServerInfo REDIS = new RedisServerInfo("7.4.1", 4_194_304, 268_435_456, "allkeys-lru", 1010, 9);

	static final CacheName POSTS = CacheName.of("posts");

	static final CacheName TAGS = CacheName.of("tags");

	/** Nineteen of 0.8 ms at most, and one of 1.6 ms at most. */
	static final LoadTimes LOAD_TIMES = new LoadTimes(
			IntStream.range(0, 17).mapToObj((bucket) -> (bucket == 12) ? 19L : (bucket == 16) ? 1L : 0L).toList());

	static final SampleCounts SAMPLES = new SampleCounts(Map.of(SampleOutcome.SAME, 41L, SampleOutcome.STALE, 2L,
			SampleOutcome.OVERTAKEN, 43L, SampleOutcome.FAILED, 44L), Duration.ofMillis(900), Duration.ofMillis(700));

	private CachingReports() {
	}

	/** Of posts with every setting, of tags with none. */
	static CachePolicy policy(CacheName cache) {
		if (cache.equals(TAGS)) {
			return CachePolicy.ttl(Duration.ofHours(1)).build();
		}
		return CachePolicy.ttl(Duration.ofMinutes(5))
			.hardTtl(Duration.ofMinutes(15))
			.tti(Duration.ofHours(1))
			.jitter(0.1)
			.negativeTtl(Duration.ofSeconds(30))
			.errorTtl(Duration.ofSeconds(2))
			.softTimeout(Duration.ofMillis(100))
			.hardTimeout(Duration.ofSeconds(3))
			.retryAfter(Duration.ofSeconds(4))
			.refreshAhead(new RefreshAhead(0.8, 1.5))
			.failSafe(Duration.ofMinutes(6))
			.lease(LeasePolicy.of(Duration.ofSeconds(10)))
			.build();
	}

	static CachingReport whole() {
		return with(new SharedReport(true, "CLOSED", false, new StoreContent(960, 1_820_004), true, REDIS));
	}

	static CachingReport withoutSharedTier() {
		return with(SharedReport.NONE);
	}

	static CachingReport whileRedisIsAway() {
		return with(new SharedReport(true, "OPEN", true, StoreContent.EMPTY, false, null));
	}

	static CachingReport unused() {
		return new CachingReport(Duration.ZERO, List.of(), new NearReport(StoreContent.EMPTY, 64), SharedReport.NONE,
				new LedgerReport(Duration.ofMillis(1), Duration.ofMillis(250), true, 0), Map.of(), DatabaseReport.NONE);
	}

	/** With so many caches. */
	static CachingReport of(int caches) {
		CachingReport whole = whole();
		return new CachingReport(whole.uptime(), Collections.nCopies(caches, tags()), whole.near(), whole.shared(),
				whole.ledger(), whole.responses(), whole.database());
	}

	private static CachingReport with(SharedReport shared) {
		return new CachingReport(Duration.parse("PT1H12M5.123456789S"), List.of(posts(), tags()),
				new NearReport(new StoreContent(812, 1_530_112), 67_108_864), shared,
				new LedgerReport(Duration.ofMillis(37), Duration.ofMillis(250), true, 214),
				Map.of("hit", 31L, "miss", 32L), new DatabaseReport(true, true, new Connections(33, 34, 35)));
	}

	private static CacheReport posts() {
		TierCounts near = new TierCounts(80, 11, 6, 3, 0, 18, 2, 2048);
		TierCounts shared = new TierCounts(10, 5, 4, 1, 0, 19, 0, 0);
		CacheCounts counts = new CacheCounts(90, 15, 7, 12, 8, Duration.ofMillis(50), Duration.ofNanos(31_070_999),
				LOAD_TIMES, 17, 22, 23,
				new ServiceCounts(Map.of(StaleReason.SLOW_LOAD, 24L, StaleReason.FAILED_LOAD, 25L), 26, 27, 29, 28,
						Map.of()),
				SAMPLES, near, shared);
		return new CacheReport(POSTS, policy(POSTS).ttl(), policy(POSTS).negativeTtl(), counts,
				new StoreContent(212, 402_112), new StoreContent(300, 500_001));
	}

	private static CacheReport tags() {
		TierCounts none = new TierCounts(0, 0, 0, 0, 0, 0, 0, 0);
		CacheCounts counts = new CacheCounts(10, 0, 1, 0, 0, Duration.ZERO, Duration.ZERO, LoadTimes.NONE, 0, 0, 0,
				ServiceCounts.NONE, SampleCounts.NONE, none, none);
		return new CacheReport(TAGS, policy(TAGS).ttl(), policy(TAGS).negativeTtl(), counts, StoreContent.EMPTY,
				StoreContent.EMPTY);
	}

}
