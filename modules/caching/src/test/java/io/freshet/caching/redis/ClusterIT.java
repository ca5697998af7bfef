package io.freshet.caching.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.store.Entries;
import io.freshet.caching.testing.RedisCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT extends TopologyContract {

	private final RedisCluster servers = RedisCluster.start(RULES + " +cluster +asking");

	@Override
	Map<String, String> properties() {
		return this.servers.properties();
	}

	@Override
	void stopServers() {
		this.servers.close();
	}

	@Test
	void spreadsEntriesOverAllMasters() {
		putAll();

		List<Long> keys = this.servers.keysOfMasters();

		assertThat(keys).hasSize(RedisCluster.MASTERS).allSatisfy((count) -> assertThat(count).isPositive());
		assertThat(keys.stream().mapToLong(Long::longValue).sum()).isBetween((long) ENTRIES,
				(long) ENTRIES + CENSUS_KEYS);
	}

	@Test
	void answersRightlyWhileSlotsAreMoved() {
		putAll();
		AtomicInteger rounds = new AtomicInteger();
		AtomicBoolean moved = new AtomicBoolean();
		AtomicInteger missed = new AtomicInteger();
		Mono<Void> reading = Flux.defer(this::findAll).doOnNext((found) -> {
			rounds.incrementAndGet();
			missed.addAndGet(ENTRIES - found.size());
			assertThat(found).allSatisfy(TopologyContract::assertRight);
		}).repeat(() -> !moved.get()).then().subscribeOn(Schedulers.parallel()).cache();
		Disposable inBackground = reading.subscribe();
		try {
			awaitRounds(rounds, 2, inBackground);
			IntStream.range(0, 10).map((key) -> SlotHash.getSlot(redisKey(key))).distinct().forEach(this.servers::move);
			awaitRounds(rounds, rounds.get() + 2, inBackground);
		}
		finally {
			moved.set(true);
		}

		reading.block(PATIENCE);
		assertThat(missed).as("entries not found").hasValue(0);
	}

	/** Does not wait for reading that has failed, so that its error is told. */
	private static void awaitRounds(AtomicInteger rounds, int number, Disposable reading) {
		await().atMost(PATIENCE).until(() -> rounds.get() > number || reading.isDisposed());
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void goesOnWithTheReplicaWhenAMasterIsLost() {
		putAll();
		try (Listener listener = new Listener()) {
			listener.awaitHint();

			this.servers.killMasterOf(redisKey(1));
			await().atMost(PATIENCE).until(() -> {
				guarded().put(entry(1)).block(PATIENCE);
				return find(Entries.key(1)) != null;
			});

			await().atMost(PATIENCE)
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(findAll().block(PATIENCE)).hasSize(ENTRIES)
					.allSatisfy(TopologyContract::assertRight));
			listener.awaitHint();
		}
		await().atMost(PATIENCE)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(store().serverInfo().block(PATIENCE).keys()).isBetween((long) ENTRIES,
					(long) ENTRIES + CENSUS_KEYS));
		assertThat(store().purge(KeyPattern.ALL).collectList().block(PATIENCE)).hasSize(ENTRIES);
		assertThat(this.servers.refusals()).isEmpty();
	}

	private static String redisKey(int key) {
		return new String(new RedisKeys("default").entry(Entries.key(key)).array(), StandardCharsets.ISO_8859_1);
	}

}
