package io.freshet.caching.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.Entries;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections whose other end still acknowledges everything and answers nothing, so that
 * the operating system sees nothing wrong with them.
 */
class DeadConnectionIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final RedisServer server = RedisServer.shared();

	private final Proxy proxy = Proxy.to(this.server.port());

	private final RedisFixture redis = RedisFixture.on(this.server, this.proxy).connected();

	private final GuardedStore store = new GuardedStore(this.redis.store(InstantSource.system(), CacheRecorder.NONE),
			SharedTierBreaker
				.of(new SharedTierBreaker.Settings(10, 5, 50, Duration.ofMillis(400), Duration.ofMillis(500), 2)),
			RedisFixture.CALL_TIMEOUT);

	@BeforeEach
	void put() {
		this.store.put(Entries.entry(1, "one", InstantSource.system().instant(), new LocalLedger(1000).view().stamp()))
			.block(PATIENCE);
		await().atMost(PATIENCE).until(this::find);
	}

	@AfterEach
	void close() {
		this.redis.close();
		this.proxy.close();
	}

	@Test
	void areReplacedAlthoughTheyStayOpen() {
		this.proxy.swallowOnOpenConnections();

		assertThat(find()).isFalse();
		await().atMost(PATIENCE).until(this::find);
		await().atMost(PATIENCE).until(() -> find() && !this.store.isDegraded());
	}

	@Test
	void areReplacedWhereHintsAreOnlyListenedFor() {
		RedisBackplane here = new RedisBackplane(this.redis.link(), "test", Duration.ofSeconds(1));
		RedisBackplane there = new RedisBackplane(this.redis.link(), "test", Duration.ofSeconds(1),
				Duration.ofMillis(200));
		AtomicInteger heard = new AtomicInteger();
		Disposable listening = there.hints()
			.doOnNext((hint) -> heard.incrementAndGet())
			.subscribeOn(Schedulers.parallel())
			.subscribe();
		sendUntilHeard(here, heard);

		this.proxy.swallowOnOpenConnections();

		sendUntilHeard(here, heard);
		listening.dispose();
	}

	private static void sendUntilHeard(RedisBackplane from, AtomicInteger heard) {
		heard.set(0);
		await().atMost(PATIENCE).until(() -> {
			onEventLoop(from.send()).onErrorComplete().block(PATIENCE);
			return heard.get() > 0;
		});
	}

	private boolean find() {
		return onEventLoop(this.store.find(Entries.key(1))).hasElement().block(PATIENCE);
	}

	private static <T> Mono<T> onEventLoop(Mono<T> call) {
		return call.subscribeOn(Schedulers.parallel());
	}

}
