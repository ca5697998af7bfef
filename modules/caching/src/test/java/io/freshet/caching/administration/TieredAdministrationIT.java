package io.freshet.caching.administration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.EngineCacheManager;
import io.freshet.caching.load.LocalPolicyOverrides;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.load.PolicyOverrides;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.redis.RedisStore;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.resilience.WaitBudget;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.Tier;
import io.freshet.caching.store.TieredStore;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TieredAdministrationIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final long CAPACITY = 10_000_000;

	private static final CachePolicy POLICY = CachePolicy.ttl(Duration.ofMinutes(5))
		.negativeTtl(Duration.ofSeconds(5))
		.build();

	private final RedisServer server = RedisServer.fresh();

	private final RedisFixture redis = RedisFixture.on(this.server).connected();

	private final MovableClock clock = new MovableClock();

	private final LocalLedger ledger = new LocalLedger(1_000_000);

	private final CacheStatistics statistics = new CacheStatistics();

	private final CaffeineStore near = new CaffeineStore(CAPACITY, this.clock, Runnable::run, this.statistics);

	private final RedisStore shared = this.redis.store(this.clock, this.statistics);

	private final GuardedStore guarded = new GuardedStore(this.shared,
			SharedTierBreaker
				.of(new SharedTierBreaker.Settings(20, 10, 50, Duration.ofSeconds(5), Duration.ofMillis(300), 2)),
			RedisFixture.CALL_TIMEOUT);

	private final PolicyOverrides overrides = new LocalPolicyOverrides();

	private final BackgroundWork background = new BackgroundWork(1000);

	private final TransactionalInvalidator invalidator = new TransactionalInvalidator(this.ledger);

	private final ReactiveCache<String> cache = new EngineCacheManager(new CacheEngine(
			new TieredStore(judged(this.near, Tier.NEAR), judged(this.guarded, Tier.SHARED), this.background::run),
			new NoStore(), this.ledger, this.background, this.statistics, this.clock), this.invalidator,
			(name) -> POLICY, JsonMapper.builder().build())
		.cache("things", String.class);

	private final CacheAdministration administration = new TieredAdministration(this.near, CAPACITY,
			new RedisInspector(this.shared, this.guarded, this.redis.census(this.shared), this.redis.search()),
			this.ledger.view(), this.invalidator, this.statistics, (name) -> POLICY, control(), Surroundings.NONE,
			this.clock);

	private final AtomicInteger asked = new AtomicInteger();

	@AfterEach
	void stop() {
		this.background.close();
		this.redis.close();
		this.server.close();
	}

	@Test
	void walksOverTheNearTierOnAThreadThatNoReplyWaitsFor() {
		Mono<String> thread = this.administration.report().map((report) -> Thread.currentThread().getName());
		Mono<String> threadOfGlance = this.administration.glance().map((report) -> Thread.currentThread().getName());

		assertThat(thread.block(PATIENCE)).startsWith("boundedElastic");
		assertThat(threadOfGlance.block(PATIENCE)).startsWith("boundedElastic");
	}

	@Test
	void saysWhatItWouldClearAndClearsNothing() {
		fill("a1", "a2", "b1");
		forgetNear("things:a1");

		ClearReport report = this.administration.preview(new Selection.ByKey(KeyPattern.of("things:a*")))
			.block(PATIENCE);

		assertReport(report, new Selection.ByKey(KeyPattern.of("things:a*")), true, 2, 1, 2);
		assertThat(read("a1")).isEqualTo("value 1");
	}

	@Test
	void isNotBoundByTheTimeThatARequestMayWait() {
		fill("a1", "a2", "a3");
		WaitBudget spent = WaitBudget.of(Duration.ofNanos(1));

		ClearReport report = this.administration.preview(new Selection.ByTag(CacheTag.of("thing", "a1")))
			.contextWrite(spent::into)
			.block(PATIENCE);

		assertThat(report.shared()).isOne();
	}

	@Test
	void changesTheCachesThatThereAre() {
		CacheSetting changed = this.administration
			.change(CacheName.of("things"), (before) -> new PolicyOverride(false, Duration.ofMinutes(1)))
			.block(PATIENCE);

		assertThat(changed.effective().ttl()).isEqualTo(Duration.ofMinutes(1));
		assertThat(this.overrides.of(CacheName.of("things")).enabled()).isFalse();
		assertThat(this.administration.caches().block(PATIENCE)).containsExactly(changed);
		assertThat(this.administration.change(CacheName.of("others"), (before) -> before).blockOptional(PATIENCE))
			.isEmpty();
	}

	@Test
	void clearsBothTiers() {
		fill("a1", "a2", "b1");

		ClearReport report = this.administration.clear(new Selection.ByKey(KeyPattern.of("things:a*"))).block(PATIENCE);

		assertReport(report, new Selection.ByKey(KeyPattern.of("things:a*")), false, 2, 2, 2);
		assertThat(this.administration.preview(Selection.ALL).block(PATIENCE).entries()).isOne();
		assertThat(read("a1")).isEqualTo("value 4");
		assertThat(read("b1")).isEqualTo("value 3");
	}

	@Test
	void clearsByTagWhatIsStillValid() {
		CacheTag tag = CacheTag.of("thing", 1);
		fill("a1", "a2");
		readTagged("b1", tag);
		readTagged("b2", tag);
		forgetNear("things:b1");
		await().atMost(PATIENCE).until(() -> this.shared.keys(KeyPattern.ALL).count().block(PATIENCE) == 4);

		ClearReport preview = this.administration.preview(new Selection.ByTag(tag)).block(PATIENCE);
		ClearReport report = this.administration.clear(new Selection.ByTag(tag)).block(PATIENCE);
		ClearReport again = this.administration.clear(new Selection.ByTag(tag)).block(PATIENCE);

		assertReport(preview, new Selection.ByTag(tag), true, 2, 1, 2);
		assertReport(report, new Selection.ByTag(tag), false, 2, 1, 2);
		assertThat(again.entries()).isZero();
		assertThat(read("a1")).isEqualTo("value 1");
		assertThat(readTagged("b1", tag)).isEqualTo("value 5");
	}

	@Test
	void takesAnEntryThatIsBeingLoadedAsInvalid() {
		TestPublisher<String> origin = TestPublisher.create();
		List<String> answers = new CopyOnWriteArrayList<>();
		origin.mono().transformDeferred(this.cache.caching(CacheKey.of("a1"))).subscribe(answers::add);
		await().atMost(PATIENCE).until(origin::wasSubscribed);

		this.administration.clear(Selection.ALL).block(PATIENCE);
		origin.emit("old");

		await().atMost(PATIENCE).untilAsserted(() -> assertThat(answers).containsExactly("old"));
		assertThat(read("a1")).isEqualTo("value 1");
	}

	@Test
	void servesNothingThatWasClearedWhileRedisWasAway() {
		fill("a1");
		this.server.kill();

		ClearReport report = this.administration.clear(Selection.ALL).block(PATIENCE);
		this.server.start();

		assertThat(report.sharedReached()).isFalse();
		assertThat(report.near()).isOne();
		await().atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> this.shared.keys(KeyPattern.ALL).count().block(PATIENCE) == 1);
		assertThat(read("a1")).as("Redis still has the entry").isEqualTo("value 2");
	}

	@Test
	void describesTheCachesAndBothTiers() {
		fill("a1", "a2");
		read("a1");

		CachingReport report = this.administration.report().block(PATIENCE);

		assertThat(report.near().capacity()).isEqualTo(CAPACITY);
		assertThat(report.near().content().entries()).isEqualTo(2);
		assertThat(report.shared().present()).isTrue();
		assertThat(report.shared().breaker()).isEqualTo("CLOSED");
		assertThat(report.shared().degraded()).isFalse();
		assertThat(report.shared().content().entries()).isEqualTo(2);
		assertThat(report.shared().contentComplete()).isTrue();
		assertThat(report.shared().server()).isNotNull();
		assertThat(report.ledger().current()).isTrue();
		CacheReport things = report.caches().get(0);
		assertThat(things.name()).isEqualTo(CacheName.of("things"));
		assertThat(things.ttl()).isEqualTo(POLICY.ttl());
		assertThat(things.near().entries()).isEqualTo(2);
		assertThat(things.shared().entries()).isEqualTo(2);
	}

	@Test
	void describesWhatItCanWhileRedisIsAway() {
		fill("a1");
		this.server.kill();

		CachingReport report = this.administration.report().block(PATIENCE);

		assertThat(report.near().content().entries()).isOne();
		assertThat(report.shared().present()).isTrue();
		assertThat(report.shared().server()).isNull();
		assertThat(report.shared().contentComplete()).isFalse();
	}

	@Test
	void doesWithoutASharedTier() {
		CacheAdministration alone = new TieredAdministration(this.near, CAPACITY, new NoSharedTier(),
				this.ledger.view(), this.invalidator, this.statistics, (name) -> POLICY, control(), Surroundings.NONE,
				this.clock);
		fill("a1");
		this.clock.move(Duration.ofSeconds(7));

		CachingReport report = alone.report().block(PATIENCE);
		ClearReport cleared = alone.clear(Selection.ALL).block(PATIENCE);

		assertThat(report.uptime()).isEqualTo(Duration.ofSeconds(7));
		assertThat(report.shared().present()).isFalse();
		assertReport(cleared, Selection.ALL, false, 1, 1, 0);
	}

	private static void assertReport(ClearReport report, Selection selection, boolean dryRun, long entries, long near,
			long shared) {
		assertThat(report.selection()).isEqualTo(selection);
		assertThat(report.dryRun()).isEqualTo(dryRun);
		assertThat(report.sharedReached()).isTrue();
		assertThat(List.of(report.entries(), report.near(), report.shared())).containsExactly(entries, near, shared);
		assertThat(report.caches()).containsExactly(Map.entry(CacheName.of("things"), entries));
		assertThat(report.sample()).hasSize((int) entries).allMatch((key) -> key.startsWith("things:"));
	}

	private CacheStore judged(CacheStore tier, Tier which) {
		return new JudgedStore(tier, which, this.ledger, this.statistics, this.clock);
	}

	private void fill(String... keys) {
		for (String key : keys) {
			read(key);
		}
		await().atMost(PATIENCE).until(() -> this.shared.keys(KeyPattern.ALL).count().block(PATIENCE) == keys.length);
	}

	private void forgetNear(String key) {
		StepVerifier.create(this.near.purge(KeyPattern.of(key))).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	private String read(String key) {
		return readTagged(key, CacheTag.of("thing", key));
	}

	private String readTagged(String key, CacheTag tag) {
		return Mono.fromCallable(() -> "value " + this.asked.incrementAndGet())
			.transformDeferred(this.cache.caching(CacheKey.of(key), tag))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private CacheControl control() {
		return new CacheControl(() -> Set.of(CacheName.of("things")), (name) -> POLICY, this.overrides,
				(name) -> false);
	}

}
