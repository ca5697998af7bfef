package io.freshet.caching.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.Tier;
import io.freshet.caching.store.TieredStore;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two versions of a program, whose values of the same cache have different fields, use
 * one Redis.
 */
class RollingDeploymentIT {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("article", 1);

	private final MovableClock clock = new MovableClock();

	private final LocalLedger ledger = new LocalLedger(1_000_000);

	private final RedisFixture redis = RedisFixture.on(RedisServer.shared()).connected();

	private final Instance<Before> before = new Instance<>(Before.class, () -> new Before(1, "one"));

	private final Instance<After> after = new Instance<>(After.class, () -> new After(1, "one", "text"));

	@AfterEach
	void disconnect() {
		this.redis.close();
	}

	@Test
	void readsNothingThatTheOtherVersionWrote() {
		assertThat(this.before.read()).isEqualTo(new Before(1, "one"));
		awaitEntries(1);
		assertThat(this.after.read()).isEqualTo(new After(1, "one", "text"));
		awaitEntries(2);

		assertThat(this.after.loads).hasValue(1);
		assertThat(this.before.another().read()).isEqualTo(new Before(1, "one"));
		assertThat(this.after.another().read()).isEqualTo(new After(1, "one", "text"));
		assertThat(this.before.loads).as("found in Redis, in its own form").hasValue(1);
		assertThat(this.after.loads).as("found in Redis, in its own form").hasValue(1);
	}

	@Test
	void readsNoSequenceThatTheOtherVersionWrote() {
		this.before.readMany();
		awaitEntries(1);

		assertThat(this.after.readMany()).containsExactly(new After(1, "one", "text"));
		awaitEntries(2);
		assertThat(this.before.another().readMany()).containsExactly(new Before(1, "one"));
		assertThat(this.before.loads).hasValue(1);
	}

	@Test
	void invalidatesBothByTag() {
		fillBoth();

		this.ledger.committed(0, Invalidation.ofTags(List.of(TAG)));

		assertBothLoadAgain();
	}

	@Test
	void invalidatesBothByKeyWhicheverVersionSaysSo() {
		fillBoth();

		this.before.cache.invalidate(KEY).block(LoadFixture.TIMEOUT);

		assertBothLoadAgain();
	}

	private void fillBoth() {
		this.before.read();
		this.after.read();
		awaitEntries(2);
	}

	private void assertBothLoadAgain() {
		this.before.another().read();
		this.before.read();
		this.after.another().read();
		this.after.read();
		assertThat(this.before.loads).hasValueGreaterThan(1);
		assertThat(this.after.loads).hasValueGreaterThan(1);
	}

	private void awaitEntries(long count) {
		await().atMost(LoadFixture.TIMEOUT).until(() -> this.redis.<Long>talk((redis) -> redis.dbsize()) == count);
	}

	record Before(int id, String title) {
	}

	record After(int id, String title, String text) {
	}

	/** One instance of one version, with an empty memory. */
	private final class Instance<V> {

		private final Class<V> type;

		private final Supplier<V> origin;

		private final AtomicInteger loads;

		private final ReactiveCache<V> cache;

		Instance(Class<V> type, Supplier<V> origin) {
			this(type, origin, new AtomicInteger());
		}

		private Instance(Class<V> type, Supplier<V> origin, AtomicInteger loads) {
			this.type = type;
			this.origin = origin;
			this.loads = loads;
			this.cache = caches().cache("articles", type);
		}

		Instance<V> another() {
			return new Instance<>(this.type, this.origin, this.loads);
		}

		V read() {
			return LoadFixture.get(Mono.fromSupplier(this::load).transformDeferred(this.cache.caching(KEY, TAG)));
		}

		List<V> readMany() {
			return LoadFixture
				.get(Flux.defer(() -> Flux.just(load())).transformDeferred(this.cache.caching(KEY, TAG)).collectList());
		}

		private V load() {
			this.loads.incrementAndGet();
			return this.origin.get();
		}

	}

	private EngineCacheManager caches() {
		BackgroundWork background = new BackgroundWork(100);
		CacheStore tiers = new TieredStore(
				judged(new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE), Tier.NEAR),
				judged(this.redis.store(this.clock, CacheRecorder.NONE), Tier.SHARED), background::run);
		CacheEngine engine = new CacheEngine(tiers, new NoStore(), this.ledger, background, CacheRecorder.NONE,
				this.clock);
		CachePolicy policy = CachePolicy.ttl(Duration.ofMinutes(5)).negativeTtl(Duration.ofSeconds(30)).build();
		return new EngineCacheManager(engine, new TransactionalInvalidator(this.ledger), (name) -> policy,
				JsonMapper.builder().build());
	}

	private CacheStore judged(CacheStore tier, Tier which) {
		return new JudgedStore(tier, which, this.ledger, CacheRecorder.NONE, this.clock);
	}

}
