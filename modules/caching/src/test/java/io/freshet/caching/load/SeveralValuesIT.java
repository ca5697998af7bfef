package io.freshet.caching.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.load.InstancesFixture.Instance;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.testing.Behaviour;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several values at once, in batches and streams, over near tiers and a real Redis.
 */
class SeveralValuesIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final int KEYS = 100;

	private static final CachePolicyBuilder SETTINGS = CachePolicy.ttl(Duration.ofMinutes(5));

	private final RedisServer server = RedisServer.fresh();

	private final InstancesFixture instances = new InstancesFixture(this.server, InstantSource.system());

	private final RedisFixture redis = this.instances.redis();

	private final Instance here = this.instances.start();

	private final Instance there = this.instances.start();

	private final AtomicInteger loads = new AtomicInteger();

	@AfterEach
	void stop() {
		this.instances.close();
		this.server.close();
	}

	@Test
	void findWithOneCommandForEachKeyWhatAnotherInstanceLoadedWithOneLoad() {
		getAll(this.here);
		await().atMost(TIMEOUT).until(() -> kept() == KEYS);

		Map<CacheKey, String> values = getAll(this.there);
		getAll(this.there);

		assertThat(values).hasSize(KEYS).containsEntry(CacheKey.of(7), "7 of load 1");
		assertThat(this.loads).hasValue(1);
		assertThat(commands("getrange")).as("looked up once here and once there").isEqualTo(2 * KEYS);
	}

	@Test
	void takeOneRoundTripForAllKeys() {
		getAll(this.here);
		await().atMost(TIMEOUT).until(() -> kept() == KEYS);
		try (Proxy proxy = Proxy.to(this.server.port())) {
			AnsweringLate late = new AnsweringLate(KEYS);
			proxy.behave(late);
			Instance instance = this.instances.start(this.redis.through(proxy).connected());

			Map<CacheKey, String> values = getAll(instance);

			assertThat(values).hasSize(KEYS);
			assertThat(late.asked).as("commands before the first reply").hasValue(KEYS);
			assertThat(this.loads).as("everything was found").hasValue(1);
		}
	}

	@Test
	void streamOneLoadToManyCallersAndKeepItForOtherInstances() {
		TestPublisher<String> origin = TestPublisher.create();
		int callers = 2_000;
		Flux<String> read = Flux.defer(() -> {
			this.loads.incrementAndGet();
			return origin.flux();
		}).transformDeferred(this.here.cache(SETTINGS).caching(CacheKey.of("list"), TAG));
		AtomicInteger first = new AtomicInteger();

		Mono<Set<List<String>>> all = Flux.range(0, callers)
			.flatMap((caller) -> read.doOnNext((value) -> first.incrementAndGet())
				.collectList()
				.subscribeOn(Schedulers.parallel()), callers)
			.collect(Collectors.toSet());

		StepVerifier.create(all)
			.then(() -> await().atMost(TIMEOUT).until(() -> this.here.events.count("coalesced") == callers - 1))
			.then(() -> origin.next("a"))
			.then(() -> await().atMost(TIMEOUT).until(() -> first.get() == callers))
			.then(() -> origin.next("b").complete())
			.assertNext((answers) -> assertThat(answers).containsExactly(List.of("a", "b")))
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.loads).hasValue(1);
		await().atMost(TIMEOUT).until(() -> kept() == 1);
		assertThat(Flux.<String>error(new IllegalStateException("not asked"))
			.transformDeferred(this.there.cache(SETTINGS).caching(CacheKey.of("list"), TAG))
			.collectList()
			.block(TIMEOUT)).containsExactly("a", "b");
	}

	private Map<CacheKey, String> getAll(Instance instance) {
		List<CacheKey> keys = IntStream.range(0, KEYS).mapToObj(CacheKey::of).toList();
		Map<CacheKey, String> values = instance.cache(SETTINGS)
			.getAll(keys, this::load, (key) -> CacheTagger.always(CacheTag.of("post", key.value())))
			.block(TIMEOUT);
		assertThat(values).isNotNull();
		return values;
	}

	private Mono<Map<CacheKey, String>> load(Set<CacheKey> missing) {
		int number = this.loads.incrementAndGet();
		return Mono.just(missing.stream()
			.collect(Collectors.toMap(Function.identity(), (key) -> key.value() + " of load " + number)));
	}

	private long kept() {
		return this.redis.<Long>talk((talk) -> talk.dbsize());
	}

	private int commands(String name) {
		String statistics = this.redis.talk((talk) -> talk.info("commandstats"));
		return statistics.lines()
			.filter((line) -> line.startsWith("cmdstat_" + name + ":"))
			.mapToInt((line) -> Integer.parseInt(line.replaceAll("[^:]+:calls=(\\d+),.*", "$1")))
			.sum();
	}

	/** Passes no reply on before so many look-ups have been sent. */
	private static final class AnsweringLate implements Behaviour {

		private final int expected;

		private final AtomicInteger asked = new AtomicInteger();

		private final CountDownLatch allAsked = new CountDownLatch(1);

		private String unfinished = "";

		AnsweringLate(int expected) {
			this.expected = expected;
		}

		@Override
		public boolean pass(Direction direction, byte[] bytes, int length, OutputStream out) throws IOException {
			if (direction == Direction.TO_SERVER) {
				count(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
			}
			else if (!isReleased()) {
				return false;
			}
			out.write(bytes, 0, length);
			return true;
		}

		private synchronized void count(String sent) {
			String[] pieces = (this.unfinished + sent).split("GETRANGE", -1);
			this.unfinished = pieces[pieces.length - 1];
			if (this.asked.addAndGet(pieces.length - 1) >= this.expected) {
				this.allAsked.countDown();
			}
		}

		private boolean isReleased() {
			try {
				return this.asked.get() == 0 || this.allAsked.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

}
