package io.freshet.caching.resilience;

import java.time.Duration;
import java.time.InstantSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.testing.Behaviour;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Redis that answers late, with the limits that an application has if it sets none.
 */
class SlowRedisIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final RedisServer server = RedisServer.shared();

	private final Proxy proxy = Proxy.to(this.server.port());

	private final RedisFixture redis = RedisFixture.on(this.server, this.proxy).connected();

	private final GuardedStore store = guarded(Duration.ofMillis(50), Duration.ofMillis(100));

	@BeforeEach
	void put() {
		await().atMost(PATIENCE).until(() -> {
			this.store
				.put(Entries.entry(1, "one", InstantSource.system().instant(), new LocalLedger(1000).view().stamp()))
				.block(PATIENCE);
			return find().hasElement().block(PATIENCE) && !this.store.isDegraded();
		});
	}

	@AfterEach
	void close() {
		this.redis.close();
		this.proxy.close();
	}

	@Test
	void isUsedWhileItIsFastEnough() {
		delay(20);

		long found = Flux.range(0, 40).concatMap((call) -> find()).count().block(PATIENCE);

		assertThat(found).isGreaterThan(30);
		assertThat(this.store.breakerState()).isEqualTo("CLOSED");
	}

	@ParameterizedTest
	@ValueSource(ints = { 70, 200, 2000 })
	void isSkippedUntilItIsFastAgain(int millis) {
		delay(millis);

		await().atMost(PATIENCE).until(() -> find().then(Mono.fromSupplier(this.store::isDegraded)).block(PATIENCE));
		this.proxy.behave(Behaviour.forwarding());

		await().atMost(PATIENCE)
			.until(() -> find().hasElement().block(PATIENCE) && this.store.breakerState().equals("CLOSED"));
	}

	@Test
	void costsARequestNoMoreThanItsBudgetHoweverManyCallsItMakes() {
		GuardedStore patient = guarded(Duration.ofSeconds(5), Duration.ofSeconds(1));
		WaitBudget budget = WaitBudget.of(Duration.ofSeconds(1));
		delay(50);

		long found = Flux.range(0, 100)
			.concatMap((call) -> patient.find(Entries.key(1)).subscribeOn(Schedulers.parallel()))
			.contextWrite(budget::into)
			.count()
			.block(PATIENCE);

		assertThat(found).isPositive().isLessThanOrEqualTo(20);
		assertThat(budget.left()).isLessThanOrEqualTo(Duration.ZERO);
		assertThat(patient.breakerState()).as("a call cut short is no failure").isEqualTo("CLOSED");
	}

	private GuardedStore guarded(Duration slowCall, Duration timeout) {
		return new GuardedStore(this.redis.store(InstantSource.system(), CacheRecorder.NONE),
				SharedTierBreaker.of(new SharedTierBreaker.Settings(50, 10, 50, slowCall, Duration.ofSeconds(2), 5)),
				timeout);
	}

	private void delay(int millis) {
		this.proxy.behave(Behaviour.delayingAnswers(1, Duration.ofMillis(millis), Duration.ofMillis(millis)));
	}

	private Mono<StoredEntry> find() {
		return this.store.find(Entries.key(1)).subscribeOn(Schedulers.parallel());
	}

}
