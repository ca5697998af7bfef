package io.freshet.caching.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.Entries;
import io.freshet.caching.testing.RedisServer;

import static org.awaitility.Awaitility.await;

/** A reader who, with what he was told, keeps his thread busy. */
class BusyReaderIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final RedisFixture redis = RedisFixture.on(RedisServer.shared()).connected();

	private final CacheStore replies = this.redis.store(InstantSource.system(), CacheRecorder.NONE);

	private final GuardedStore store = new GuardedStore(this.replies, CircuitBreaker.ofDefaults("test"), PATIENCE);

	private final AtomicBoolean busy = new AtomicBoolean();

	private final AtomicBoolean done = new AtomicBoolean();

	@AfterEach
	void disconnect() {
		this.done.set(true);
		this.redis.close();
	}

	@ParameterizedTest(name = "key {0}")
	@ValueSource(ints = { 1, 2 })
	void doesNotHoldUpTheRepliesToOthers(int presentOrAbsent) {
		LocalLedger ledger = new LocalLedger(10_000);
		StepVerifier
			.create(this.replies.put(Entries.entry(1, "one", InstantSource.system().instant(), ledger.view().stamp())))
			.expectComplete()
			.verify(PATIENCE);

		this.store.find(Entries.key(presentOrAbsent)).doOnSuccess((entry) -> keepBusy()).subscribe();

		await().atMost(PATIENCE).until(this.busy::get);
		StepVerifier.create(this.replies.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	/** Without anything that BlockHound takes for blocking, and would end. */
	private void keepBusy() {
		while (!this.done.get()) {
			this.busy.set(true);
		}
	}

}
