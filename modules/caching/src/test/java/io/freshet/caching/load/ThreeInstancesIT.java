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

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.CacheTag;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.load.InstancesFixture.Instance;
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

	private static final CachePolicyBuilder LEASED = CachePolicy.ttl(Duration.ofMinutes(5))
		.lease(LeasePolicy.of(Duration.ofSeconds(30)));

	private final RedisServer server = RedisServer.fresh();

	private final InstancesFixture fixture = new InstancesFixture(this.server, InstantSource.system());

	private final List<Instance> instances = IntStream.range(0, 3).mapToObj((n) -> this.fixture.start()).toList();

	private final AtomicInteger asked = new AtomicInteger();

	@AfterEach
	void stop() {
		this.fixture.close();
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
		CachePolicyBuilder settings = CachePolicy.ttl(Duration.ofMinutes(5)).tti(tti);
		List<ReactiveCache<String>> caches = this.instances.stream()
			.map((instance) -> instance.cache(settings))
			.toList();
		Mono<String> origin = Mono.fromSupplier(() -> "load " + this.asked.incrementAndGet());
		origin.transformDeferred(caches.get(0).caching(KEY, TAG)).block(TIMEOUT);
		List<Long> lifetimes = await().atMost(TIMEOUT).until(this.fixture::lifetimesInRedis, (left) -> !left.isEmpty());
		assertThat(lifetimes).singleElement().satisfies((left) -> assertThat(left).isLessThanOrEqualTo(tti.toMillis()));

		long begun = System.nanoTime();
		await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> {
			origin.transformDeferred(caches.get(0).caching(KEY, TAG)).block(TIMEOUT);
			return System.nanoTime() - begun > tti.multipliedBy(2).toNanos();
		});
		String elsewhere = origin.transformDeferred(caches.get(1).caching(KEY, TAG)).block(TIMEOUT);

		assertThat(elsewhere).as("found in Redis long after its idle time").isEqualTo("load 1");
		await().atMost(TIMEOUT).until(() -> this.fixture.lifetimesInRedis().isEmpty());
	}

	private Mono<String> read(int reader, Mono<String> origin) {
		return origin.transformDeferred(this.instances.get(reader % 3).cache(LEASED).caching(KEY, TAG));
	}

	private long coalesced() {
		return count("coalesced");
	}

	private long count(String line) {
		return this.instances.stream().mapToLong((instance) -> instance.events.count(line)).sum();
	}

}
