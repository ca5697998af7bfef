package io.freshet.caching.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.codec.ValueCodecs;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.LastKnownStore;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.Tier;
import io.freshet.caching.store.TieredStore;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three instances with a near tier each, on one Redis.
 */
class ThreeInstancesIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final int READERS = 10_000;

	private final RedisServer server = RedisServer.fresh();

	private final RedisFixture redis = RedisFixture.on(this.server).connected();

	private final LocalLedger ledger = new LocalLedger(1_000_000);

	private final List<Instance> instances = IntStream.range(0, 3).mapToObj((n) -> new Instance()).toList();

	private final AtomicInteger asked = new AtomicInteger();

	@AfterEach
	void stop() {
		this.instances.forEach(Instance::close);
		this.redis.close();
		this.server.close();
	}

	@Test
	void loadOnceForTenThousandColdRequests() {
		Sinks.Empty<Void> held = Sinks.empty();
		Mono<String> origin = Mono.defer(() -> {
			int number = this.asked.incrementAndGet();
			return held.asMono().thenReturn("load " + number);
		});

		Mono<Set<String>> all = Flux.range(0, READERS)
			.flatMap((reader) -> read(reader, origin).subscribeOn(Schedulers.parallel()), READERS)
			.collect(Collectors.toSet());

		StepVerifier.create(all)
			.then(() -> await().atMost(TIMEOUT).until(() -> coalesced() == READERS - 3))
			.then(held::tryEmitEmpty)
			.assertNext((answers) -> assertThat(answers).containsExactly("load 1"))
			.expectComplete()
			.verify(TIMEOUT);

		assertThat(this.asked).as("loads").hasValue(1);
		assertThat(count("lease granted")).isOne();
		assertThat(count("lease shared")).isEqualTo(2);
	}

	@Test
	void loadAllTheSameWhenRedisDiesBetweenLeaseAndLoad() {
		this.server.kill();

		for (int reader = 0; reader < 3; reader++) {
			StepVerifier.create(read(reader, Mono.fromSupplier(() -> "load " + this.asked.incrementAndGet())))
				.expectNext("load " + (reader + 1))
				.expectComplete()
				.verify(TIMEOUT);
		}

		assertThat(count("lease unavailable")).isEqualTo(3);
	}

	@Test
	void keepAnEntryInRedisForAsLongAsOneOfThemReadsIt() {
		Duration tti = Duration.ofSeconds(2);
		List<ReactiveCache<String>> caches = this.instances.stream()
			.map((instance) -> instance.cache().with((policy) -> policy.toBuilder().tti(tti).lease(null).build()))
			.toList();
		Mono<String> origin = Mono.fromSupplier(() -> "load " + this.asked.incrementAndGet());
		origin.transformDeferred(caches.get(0).caching(KEY, TAG)).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> this.redis.timeToLive(this.instances.get(0).key()) > 0);
		assertThat(this.redis.timeToLive(this.instances.get(0).key())).isLessThanOrEqualTo(tti.toMillis());

		long begun = System.nanoTime();
		await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> {
			origin.transformDeferred(caches.get(0).caching(KEY, TAG)).block(TIMEOUT);
			return System.nanoTime() - begun > tti.multipliedBy(2).toNanos();
		});
		String elsewhere = origin.transformDeferred(caches.get(1).caching(KEY, TAG)).block(TIMEOUT);

		assertThat(elsewhere).as("found in Redis long after its idle time").isEqualTo("load 1");
		await().atMost(TIMEOUT).until(() -> this.redis.timeToLive(this.instances.get(0).key()) < 0);
	}

	private Mono<String> read(int reader, Mono<String> origin) {
		return origin.transformDeferred(this.instances.get(reader % 3).cache().caching(KEY, TAG));
	}

	private long coalesced() {
		return count("coalesced");
	}

	private long count(String line) {
		return this.instances.stream().mapToLong((instance) -> instance.events.count(line)).sum();
	}

	/** One process. */
	private final class Instance {

		private final RedisFixture connection = ThreeInstancesIT.this.redis.another().connected();

		private final RecordedEvents events = new RecordedEvents();

		private final BackgroundWork background = new BackgroundWork(20_000);

		private final EngineCacheManager caches;

		Instance() {
			CacheStore near = new CaffeineStore(1_000_000, InstantSource.system(), Runnable::run, CacheRecorder.NONE);
			CacheStore shared = this.connection.guardedStore(InstantSource.system(), CacheRecorder.NONE);
			CacheStore judged = new TieredStore(judged(near, Tier.NEAR), judged(shared, Tier.SHARED),
					this.background::run);
			CacheStore lastKnown = new LastKnownStore(near, Tier.NEAR, ThreeInstancesIT.this.ledger.view(),
					CacheRecorder.NONE, InstantSource.system());
			CacheEngine engine = new CacheEngine(judged, lastKnown, ThreeInstancesIT.this.ledger, this.background,
					this.events, InstantSource.system(),
					EngineOptions.defaults().withLeases(this.connection.guardedLeases()));
			this.caches = new EngineCacheManager(engine, new TransactionalInvalidator(ThreeInstancesIT.this.ledger),
					(name) -> CachePolicy.ttl(Duration.ofMinutes(5))
						.lease(LeasePolicy.of(Duration.ofSeconds(30)))
						.build(),
					JsonMapper.builder().build());
		}

		private CacheStore judged(CacheStore store, Tier tier) {
			return new JudgedStore(store, tier, ThreeInstancesIT.this.ledger, CacheRecorder.NONE,
					InstantSource.system());
		}

		ReactiveCache<String> cache() {
			return this.caches.cache("texts", String.class);
		}

		EntryKey key() {
			ValueCodecs codecs = new ValueCodecs(List.of(), JsonMapper.builder().build());
			return new EntryKey(CacheName.of("texts"), KEY, codecs.codecFor(String.class).shape());
		}

		void close() {
			this.background.close();
			this.connection.close();
		}

	}

}
