package io.freshet.caching.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RedisBackplaneIT {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final RedisServer server = RedisServer.fresh();

	private final RedisFixture redis = RedisFixture.on(this.server);

	private final RedisBackplane here = new RedisBackplane(this.redis.link(), "test", Duration.ofSeconds(1));

	private final RedisBackplane there = new RedisBackplane(this.redis.link(), "test", Duration.ofSeconds(1));

	private final RedisBackplane elsewhere = new RedisBackplane(this.redis.link(), "other", Duration.ofSeconds(1));

	private final AtomicInteger heardHere = new AtomicInteger();

	private final AtomicInteger heardThere = new AtomicInteger();

	private Disposable listening;

	@BeforeEach
	void listen() {
		this.redis.connected();
		this.listening = Mono.when(listen(this.here, this.heardHere), listen(this.there, this.heardThere)).subscribe();
	}

	private static Mono<Void> listen(RedisBackplane backplane, AtomicInteger heard) {
		return backplane.hints()
			.doOnNext((hint) -> heard.incrementAndGet())
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(20)))
			.subscribeOn(Schedulers.parallel())
			.then();
	}

	@AfterEach
	void stop() {
		this.listening.dispose();
		this.redis.close();
		this.server.close();
	}

	@Test
	void givesAHintToOthersAndNotToItself() {
		sendUntilHeardThere();
		int before = this.heardHere.get();

		send(this.there);

		await().atMost(PATIENCE).until(() -> this.heardHere.get() > before);
		assertThat(this.heardHere).as("of the other one alone").hasValue(before + 1);
	}

	@Test
	void staysInItsNamespace() {
		sendUntilHeardThere();
		int before = this.heardThere.get();

		send(this.elsewhere);
		send(this.here);

		await().atMost(PATIENCE).until(() -> this.heardThere.get() > before);
		assertThat(this.heardThere).hasValue(before + 1);
	}

	@Test
	void givesHintsAgainWhenRedisIsBack() {
		sendUntilHeardThere();

		this.server.kill();
		StepVerifier.create(onEventLoop(this.here.send())).expectError().verify(PATIENCE);
		this.server.startEmpty();
		this.heardThere.set(0);

		sendUntilHeardThere();
	}

	@Test
	void failsInTimeWhileRedisDoesNotAnswer() {
		sendUntilHeardThere();

		this.server.pause();

		StepVerifier.create(onEventLoop(this.here.send())).expectError().verify(PATIENCE);
		this.server.resume();
	}

	private void sendUntilHeardThere() {
		await().atMost(PATIENCE).until(() -> {
			onEventLoop(this.here.send()).onErrorComplete().block(PATIENCE);
			return this.heardThere.get() > 0;
		});
		// What is still on its way arrives before anything that is sent from now on.
		int sentSoFar = this.heardThere.get();
		send(this.here);
		await().atMost(PATIENCE).until(() -> this.heardThere.get() > sentSoFar);
	}

	private static void send(RedisBackplane backplane) {
		StepVerifier.create(onEventLoop(backplane.send())).expectComplete().verify(PATIENCE);
	}

	private static Mono<Void> onEventLoop(Mono<Void> call) {
		return call.subscribeOn(Schedulers.parallel());
	}

}
