package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.CacheName;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.LookupOutcome;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.store.SampleOutcome;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.Tier;

import static org.assertj.core.api.Assertions.assertThat;

class CacheMetersTests {

	private static final CacheName POSTS = CacheName.of("posts");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final CacheStatistics statistics = new CacheStatistics();

	@BeforeEach
	void bind() {
		new CacheMeters(this.statistics, () -> Map.of(POSTS, new StoreContent(7, 700))).bindTo(this.registry);
		use();
	}

	private void use() {
		this.statistics.request(POSTS, true);
		this.statistics.request(POSTS, true);
		this.statistics.request(POSTS, false);
		this.statistics.put(POSTS, Tier.NEAR);
		this.statistics.put(POSTS, Tier.SHARED);
		this.statistics.eviction(POSTS, Tier.NEAR, 120);
		this.statistics.bypass(POSTS);
		this.statistics.coalesced(POSTS);
		this.statistics.refused(POSTS, RefusalReason.TOO_LARGE);
		this.statistics.undecodable(POSTS);
		this.statistics.sent(POSTS, 5_000, 700);
		this.statistics.sent(POSTS, 100, 250);
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
		this.statistics.absence(POSTS);
		this.statistics.rememberedError(POSTS);
		this.statistics.lease(POSTS, LeaseOutcome.GRANTED, Duration.ofMillis(5));
		this.statistics.sampled(POSTS, SampleOutcome.SAME, Duration.ofSeconds(1));
		this.statistics.sampled(POSTS, SampleOutcome.STALE, Duration.ofSeconds(3));
		this.statistics.response(POSTS, ResponseOutcome.HIT);
		this.statistics.response(CacheName.of("tags"), ResponseOutcome.HIT);
		this.statistics.response(POSTS, ResponseOutcome.COOKIES);
	}

	@ParameterizedTest
	@CsvSource({ "cache.gets, result=hit, 2", "cache.gets, result=miss, 1", "cache.puts, , 1", "cache.evictions, , 1",
			"cache.eviction.weight, , 120", "cache.load, result=success, 1", "cache.load, result=failure, 1",
			"freshet.cache.samples, result=same, 1", "freshet.cache.samples, result=stale, 1",
			"freshet.cache.samples, result=overtaken, 0", "freshet.cache.bypasses, , 1", "freshet.cache.coalesced, , 1",
			"freshet.cache.refused, reason=too-large, 1", "freshet.cache.refused, reason=response, 0",
			"freshet.cache.undecodable, , 1", "freshet.cache.shared.bytes, form=payload, 5100",
			"freshet.cache.shared.bytes, form=sent, 950", "freshet.cache.tier.gets, tier=near result=hit, 1",
			"freshet.cache.tier.gets, tier=near result=invalid, 1", "freshet.cache.tier.gets, tier=near result=miss, 0",
			"freshet.cache.tier.gets, tier=shared result=miss, 1",
			"freshet.cache.tier.gets, tier=shared result=unjudged, 1",
			"freshet.cache.tier.gets, tier=near result=stale, 1", "freshet.cache.stale, reason=slow-load, 1",
			"freshet.cache.stale, reason=paused, 0", "freshet.cache.refreshes, , 1", "freshet.cache.load.timeouts, , 1",
			"freshet.cache.absences, , 1", "freshet.cache.remembered.errors, , 1" })
	void countByTheirTags(String name, String tags, double count) {
		assertThat(this.registry.get(name).tags(tags(tags)).functionCounter().count()).isEqualTo(count);
	}

	@ParameterizedTest
	@CsvSource({ "freshet.cache.loads, result=success, 30", "freshet.cache.loads, result=failure, 10",
			"freshet.cache.leases, result=granted, 5", "freshet.cache.samples.age, , 3000" })
	void timeWhatTakesTime(String name, String tags, double millis) {
		Timer timer = this.registry.get(name).tags(tags(tags)).timer();

		assertThat(timer.count()).isEqualTo(1);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(millis);
	}

	@Test
	void tellTheTimeOfAllLoadsAsOtherCachesDo() {
		TimeGauge all = this.registry.get("cache.load.duration").tag("cache", "posts").timeGauge();

		assertThat(all.value(TimeUnit.MILLISECONDS)).isEqualTo(40);
	}

	@ParameterizedTest
	@CsvSource({ "hit, fresh, 2", "bypass, cookies, 1", "miss, uri-miss, 0" })
	void countTheAnswersOfTheResponseCache(String status, String reason, double count) {
		assertThat(this.registry.get("freshet.responses").tags("status", status, "reason", reason).functionCounter())
			.returns(count, FunctionCounter::count);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache.gets", "cache.puts", "cache.evictions", "cache.eviction.weight", "cache.size",
			"cache.load", "cache.load.duration" })
	void carryTheTagsThatSpringBootGivesToOtherCaches(String name) {
		assertThat(this.registry.get(name).tag("cache", "posts").meters()).isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.getId().getTag("name")).isEqualTo("posts"))
			.allSatisfy((meter) -> assertThat(meter.getId().getTag("cache.manager")).isEqualTo("freshet"));
	}

	@Test
	void showWhatTheNearTierHolds() {
		assertThat(this.registry.get("cache.size").tag("cache", "posts").gauge().value()).isEqualTo(7);
	}

	@Test
	void showTheMemoryOfTheNearTier() {
		assertThat(this.registry.get("freshet.cache.near.bytes").tag("cache", "posts").gauge().value()).isEqualTo(700);
	}

	@Test
	void followACacheThatIsUsedLater() {
		this.statistics.request(CacheName.of("tags"), true);

		assertThat(this.registry.get("cache.gets").tags("cache", "tags", "result", "hit").functionCounter().count())
			.isEqualTo(1);
	}

	private static String[] tags(String pairs) {
		return ("cache=posts" + ((pairs != null) ? " " + pairs : "")).split("[ =]", -1);
	}

}
