package io.freshet.caching.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.TieredStore;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RedisLossIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** Far above the time limit of a call, far below what a call without one takes. */
	private static final Duration BOUNDED = Duration.ofSeconds(10);

	private final RedisServer server = RedisServer.fresh();

	private final LocalLedger ledger = new LocalLedger(10_000);

	private RedisFixture redis = RedisFixture.on(this.server);

	private GuardedStore store = guarded(this.redis);

	@AfterEach
	void stop() {
		this.redis.close();
		this.server.close();
	}

	@Test
	void goesOnWithoutAKilledRedisAndUsesItAgainWhenItIsBack() {
		this.redis.connected();
		putUntilFound();

		this.server.kill();
		findNothingUntilOpen();
		StepVerifier.create(this.store.put(entry())).expectComplete().verify(BOUNDED);

		this.server.startEmpty();
		putUntilFound();
		await().atMost(PATIENCE).until(() -> find() && this.store.breakerState().equals("CLOSED"));
	}

	@Test
	void goesOnWithoutARedisThatDoesNotAnswer() {
		this.redis.connected();
		putUntilFound();

		this.server.pause();
		findNothingUntilOpen();

		this.server.resume();
		await().atMost(PATIENCE).until(() -> find() && this.store.breakerState().equals("CLOSED"));
	}

	@Test
	void usesARedisThatComesLater() {
		this.redis.close();
		this.server.kill();
		this.redis = RedisFixture.on(this.server);
		this.store = guarded(this.redis);
		findNothingUntilOpen();

		this.server.start();

		putUntilFound();
	}

	@Test
	void answersManyAtOnceWhileRedisDoesNot() {
		this.redis.connected();
		putUntilFound();
		this.server.pause();

		Mono<Long> found = Flux.range(0, 500)
			.flatMap((call) -> this.store.find(Entries.key(1)).subscribeOn(Schedulers.parallel()), 500)
			.count();

		StepVerifier.create(found).expectNext(0L).expectComplete().verify(BOUNDED);
		assertThat(this.store.isDegraded()).isTrue();
	}

	@Test
	void answersFromTheNearTierAndDropsFillsWhileRedisIsLost() {
		this.redis.connected();
		putUntilFound();
		BackgroundWork background = new BackgroundWork(50);
		CacheStore near = new CaffeineStore(10_000_000, InstantSource.system(), Runnable::run, CacheRecorder.NONE);
		TieredStore tiers = new TieredStore(near, this.store, background::run);
		this.server.pause();

		AtomicInteger mostAtOnce = new AtomicInteger();
		Mono<Long> found = Flux.range(0, 2000)
			.concatMap((key) -> tiers.put(entry(key)).then(tiers.find(Entries.key(key))))
			.doOnNext((entry) -> mostAtOnce.accumulateAndGet(background.running(), Math::max))
			.count();

		StepVerifier.create(found).expectNext(2000L).expectComplete().verify(BOUNDED);
		assertThat(mostAtOnce.get()).isPositive().isLessThanOrEqualTo(50);
		await().atMost(PATIENCE).until(() -> background.running() == 0);
		assertThat(this.store.isDegraded()).isTrue();

		this.server.resume();
		await().atMost(PATIENCE).until(() -> find() && this.store.breakerState().equals("CLOSED"));
		background.close();
	}

	@Test
	void noticesBlockingOnThreadsThatMustNotBlock() {
		Mono<Boolean> blocking = Mono.fromCallable(() -> new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS))
			.subscribeOn(Schedulers.parallel());

		StepVerifier.create(blocking).expectError(BlockingOperationError.class).verify(BOUNDED);
	}

	private GuardedStore guarded(RedisFixture redis) {
		SharedTierBreaker.Settings settings = new SharedTierBreaker.Settings(10, 5, 50, Duration.ofMillis(400),
				Duration.ofMillis(500), 2);
		return new GuardedStore(redis.store(InstantSource.system(), CacheRecorder.NONE), SharedTierBreaker.of(settings),
				RedisFixture.CALL_TIMEOUT);
	}

	private StoredEntry entry() {
		return entry(1);
	}

	private StoredEntry entry(int key) {
		return Entries.entry(key, "one", InstantSource.system().instant(), this.ledger.view().stamp());
	}

	private void putUntilFound() {
		await().atMost(PATIENCE).until(() -> {
			StepVerifier.create(onEventLoop(this.store.put(entry()))).expectComplete().verify(BOUNDED);
			return find();
		});
	}

	private void findNothingUntilOpen() {
		await().atMost(PATIENCE).until(() -> !find() && this.store.breakerState().equals("OPEN"));
	}

	private boolean find() {
		return onEventLoop(this.store.find(Entries.key(1))).blockOptional(BOUNDED).isPresent();
	}

	private static <T> Mono<T> onEventLoop(Mono<T> call) {
		return call.subscribeOn(Schedulers.parallel());
	}

}
