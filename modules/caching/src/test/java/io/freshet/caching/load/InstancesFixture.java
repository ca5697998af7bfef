package io.freshet.caching.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
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
import io.freshet.caching.store.LimitedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.Tier;
import io.freshet.caching.store.TieredStore;
import io.freshet.caching.testing.RedisServer;

import static org.awaitility.Awaitility.await;

/**
 * Instances with a near tier each, on one Redis and one ledger. They go by the clock that
 * they are given; Redis goes by its own.
 */
final class InstancesFixture implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final LocalLedger ledger = new LocalLedger(1_000_000);

	private final InstantSource clock;

	private final RedisFixture redis;

	private final List<Instance> instances = new CopyOnWriteArrayList<>();

	InstancesFixture(RedisServer server, InstantSource clock) {
		this.clock = clock;
		this.redis = RedisFixture.on(server).connected();
	}

	RedisFixture redis() {
		return this.redis;
	}

	/** Starts an instance that knows nothing yet. */
	Instance start() {
		return start(EngineOptions.defaults().random());
	}

	/** Starts an instance whose lots are drawn as said. */
	Instance start(DoubleSupplier random) {
		return start(this.redis.another().connected(), random);
	}

	/** Starts an instance that reaches Redis in another way. */
	Instance start(RedisFixture connection) {
		return start(connection, EngineOptions.defaults().random());
	}

	private Instance start(RedisFixture connection, DoubleSupplier random) {
		Instance instance = new Instance(connection, random);
		this.instances.add(instance);
		return instance;
	}

	void invalidate(CacheTag tag) {
		this.ledger.committed(0, Invalidation.ofTags(List.of(tag)));
	}

	/**
	 * Asks Redis for how long it still keeps each of the entries.
	 * @return milliseconds, one number an entry
	 */
	List<Long> lifetimesInRedis() {
		return this.redis.talk((talk) -> talk.keys("*").stream().map((key) -> talk.pttl(key)).toList());
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
		this.redis.close();
	}

	/** One process, put together as an application does it. */
	final class Instance {

		final RecordedEvents events = new RecordedEvents();

		private final RedisFixture connection;

		private final BackgroundWork background = new BackgroundWork(20_000);

		private final EngineCacheManager caches;

		private Instance(RedisFixture connection, DoubleSupplier random) {
			this.connection = connection;
			InstantSource clock = InstancesFixture.this.clock;
			CacheStore near = new CaffeineStore(10_000_000, clock, Runnable::run, CacheRecorder.NONE);
			CacheStore shared = this.connection.guardedStore(clock, this.events);
			CacheStore tiers = new TieredStore(judged(near, Tier.NEAR), judged(shared, Tier.SHARED),
					this.background::run);
			CacheEngine engine = new CacheEngine(new LimitedStore(tiers, RedisFixture.LIMITS, this.events),
					new NoStore(), InstancesFixture.this.ledger, this.background, this.events, clock,
					new EngineOptions(Duration.ofDays(1), connection.guardedLeases(), new LocalPolicyOverrides(),
							random, Schedulers.parallel())
						.withLongestStream(RedisFixture.LIMITS.valueSize()));
			this.caches = new EngineCacheManager(engine, new TransactionalInvalidator(InstancesFixture.this.ledger),
					(name) -> CachePolicy.ttl(Duration.ofMinutes(10)).build(), JsonMapper.builder().build());
		}

		private CacheStore judged(CacheStore store, Tier tier) {
			return new JudgedStore(store, tier, InstancesFixture.this.ledger, this.events, InstancesFixture.this.clock);
		}

		ReactiveCache<String> cache(CachePolicyBuilder settings) {
			return this.caches.cache("texts", String.class).with((policy) -> settings.build());
		}

		@Nullable String read(CachePolicyBuilder settings, CacheKey key, Mono<String> origin, CacheTag... tags) {
			return origin.transformDeferred(cache(settings).caching(key, tags)).block(TIMEOUT);
		}

		/** How often the origin was asked, in vain or not. */
		long loads() {
			return this.events.count("load") + this.events.count("load failed");
		}

		/** Waits for what runs behind the callers' backs. */
		void settle() {
			await().atMost(TIMEOUT).until(() -> this.background.running() == 0);
		}

		private void close() {
			this.background.close();
			this.connection.close();
		}

	}

}
