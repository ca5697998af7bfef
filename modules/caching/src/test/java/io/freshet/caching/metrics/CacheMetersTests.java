package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.LookupOutcome;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.Tier;

import static org.assertj.core.api.Assertions.assertThat;

class CacheMetersTests {

	private static final CacheName POSTS = CacheName.of("posts");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final CacheStatistics statistics = new CacheStatistics();

	private final AtomicInteger degraded = new AtomicInteger();

	@BeforeEach
	void bind() {
		new CacheMeters(this.statistics, () -> Map.of(POSTS, new StoreContent(7, 700)), new LocalLedger(10_000).view(),
				this.degraded::get)
			.bindTo(this.registry);
		use();
	}

	private void use() {
		this.statistics.request(POSTS, true);
		this.statistics.request(POSTS, true);
		this.statistics.request(POSTS, false);
		this.statistics.put(POSTS, Tier.NEAR);
		this.statistics.put(POSTS, Tier.SHARED);
		this.statistics.eviction(POSTS, Tier.NEAR);
		this.statistics.bypass(POSTS);
		this.statistics.coalesced(POSTS);
		this.statistics.refused(POSTS, RefusalReason.TOO_LARGE);
		this.statistics.undecodable(POSTS);
		this.statistics.load(POSTS, Duration.ofMillis(30), true);
		this.statistics.load(POSTS, Duration.ofMillis(10), false);
		this.statistics.lookup(POSTS, Tier.NEAR, LookupOutcome.HIT);
		this.statistics.lookup(POSTS, Tier.NEAR, LookupOutcome.INVALID);
		this.statistics.lookup(POSTS, Tier.SHARED, LookupOutcome.MISS);
		this.statistics.lookup(POSTS, Tier.SHARED, LookupOutcome.UNJUDGED);
		this.statistics.lookup(POSTS, Tier.NEAR, LookupOutcome.STALE);
		this.statistics.stale(POSTS, StaleReason.SLOW_LOAD);
		this.statistics.refresh(POSTS);
		this.statistics.loadTimeout(POSTS);
		this.statistics.rememberedError(POSTS);
		this.statistics.lease(POSTS, LeaseOutcome.GRANTED);
	}

	@Test
	void areAllRegisteredAfterUse() {
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsOnly(Arrays.stream(CacheMeter.values()).map(CacheMeter::meterName).toArray(String[]::new))
			.contains(Arrays.stream(CacheMeter.values()).map(CacheMeter::meterName).toArray(String[]::new));
	}

	@ParameterizedTest
	@CsvSource({ "cache.gets, result=hit, 2", "cache.gets, result=miss, 1", "cache.puts, , 1", "cache.evictions, , 1",
			"freshet.cache.bypasses, , 1", "freshet.cache.coalesced, , 1", "freshet.cache.refused, reason=too-large, 1",
			"freshet.cache.refused, reason=response, 0", "freshet.cache.load.failures, , 1",
			"freshet.cache.undecodable, , 1", "freshet.cache.tier.gets, tier=near result=hit, 1",
			"freshet.cache.tier.gets, tier=near result=invalid, 1", "freshet.cache.tier.gets, tier=near result=miss, 0",
			"freshet.cache.tier.gets, tier=shared result=miss, 1",
			"freshet.cache.tier.gets, tier=shared result=unjudged, 1",
			"freshet.cache.tier.gets, tier=near result=stale, 1", "freshet.cache.stale, reason=slow-load, 1",
			"freshet.cache.stale, reason=paused, 0", "freshet.cache.refreshes, , 1", "freshet.cache.load.timeouts, , 1",
			"freshet.cache.remembered.errors, , 1", "freshet.cache.leases, result=granted, 1",
			"freshet.cache.leases, result=timed-out, 0" })
	void countByTheirTags(String name, String tags, double count) {
		assertThat(this.registry.get(name).tags(tags(tags)).functionCounter().count()).isEqualTo(count);
	}

	@Test
	void timeTheLoads() {
		assertThat(this.registry.get("cache.load.duration").tag("cache", "posts").functionTimer())
			.satisfies((timer) -> assertThat(timer.count()).isEqualTo(2))
			.satisfies((timer) -> assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40));
	}

	@Test
	void showWhatTheNearTierHolds() {
		assertThat(this.registry.get("cache.size").tag("cache", "posts").gauge().value()).isEqualTo(7);
	}

	@Test
	void showWhetherTheSharedTierIsSkipped() {
		double before = this.registry.get("freshet.shared.degraded").gauge().value();
		this.degraded.set(1);

		assertThat(before).isZero();
		assertThat(this.registry.get("freshet.shared.degraded").gauge().value()).isEqualTo(1);
	}

	@Test
	void showTheAgeOfWhatIsKnownInSeconds() {
		assertThat(this.registry.get("freshet.ledger.age").gauge()).satisfies((gauge) -> {
			assertThat(gauge.value()).isZero();
			assertThat(gauge.getId().getBaseUnit()).isEqualTo("seconds");
		});
	}

	@Test
	void followACacheThatIsUsedLater() {
		this.statistics.request(CacheName.of("tags"), true);

		assertThat(this.registry.get("cache.gets").tags("cache", "tags", "result", "hit").functionCounter().count())
			.isEqualTo(1);
	}

	@Test
	void carryNoTagButCacheTierOutcomeAndReason() {
		assertThat(this.registry.getMeters()).flatExtracting((Meter meter) -> meter.getId().getTags())
			.allSatisfy((Tag tag) -> assertThat(tag.getKey()).isIn("cache", "tier", "result", "reason"))
			.extracting(Tag::getValue)
			.isSubsetOf(Set.of("posts", "near", "shared", "hit", "miss", "invalid", "unjudged", "stale", "revalidating",
					"slow-load", "failed-load", "paused", "granted", "timed-out", "unavailable", "not-lasting",
					"invalidated", "unwritable", "too-large", "too-many-tags", "response"));
	}

	private static String[] tags(String pairs) {
		return ("cache=posts" + ((pairs != null) ? " " + pairs : "")).split("[ =]", -1);
	}

}
