package io.freshet.caching.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.SetArgs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LeaseStore;
import io.freshet.caching.store.LeaseStore.Lease;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RedisLeaseIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final EntryKey KEY = Entries.key(1);

	private final RedisFixture redis = RedisFixture.on(RedisServer.shared()).connected();

	private final RedisFixture elsewhere = this.redis.another().connected();

	private final LeaseStore mine = this.redis.leases();

	private final LeaseStore theirs = this.elsewhere.leases();

	@AfterEach
	void stop() {
		this.elsewhere.close();
		this.redis.close();
	}

	@Test
	void grantsAKeyToOneAtATime() {
		Lease lease = this.mine.acquire(KEY, LONG).block(TIMEOUT);

		StepVerifier.create(this.theirs.acquire(KEY, LONG)).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.theirs.acquire(Entries.key(2), LONG))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIMEOUT);
		StepVerifier.create(this.mine.release(lease)).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.theirs.acquire(KEY, LONG)).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	@Test
	void grantsAKeyToOneOfManyWhoAskAtOnce() {
		Flux<Lease> all = Flux.range(0, 200)
			.flatMap((asking) -> ((asking % 2 == 0) ? this.mine : this.theirs).acquire(KEY, LONG)
				.subscribeOn(Schedulers.parallel()), 200);

		StepVerifier.create(all).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	@Test
	void endsByItselfIfItsHolderDies() {
		this.mine.acquire(KEY, Duration.ofMillis(200)).block(TIMEOUT);

		await().atMost(TIMEOUT).until(() -> this.theirs.acquire(KEY, LONG).blockOptional(TIMEOUT).isPresent());
	}

	@Test
	void givesBackNothingThatHasEndedAndBelongsToAnotherByNow() {
		Lease ended = this.mine.acquire(KEY, LONG).block(TIMEOUT);
		this.redis.talk((commands) -> commands.del(redisKey()));
		this.theirs.acquire(KEY, LONG).block(TIMEOUT);

		StepVerifier.create(this.mine.release(ended)).expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.mine.acquire(KEY, LONG)).expectComplete().verify(TIMEOUT);
	}

	@Test
	void givesBackTwiceWithoutHarm() {
		Lease lease = this.mine.acquire(KEY, LONG).block(TIMEOUT);

		StepVerifier.create(this.mine.release(lease).then(this.mine.release(lease))).expectComplete().verify(TIMEOUT);

		assertThat(this.redis.<Long>talk((commands) -> commands.exists(redisKey()))).isZero();
	}

	@Test
	void liesInTheSlotOfItsEntry() {
		this.mine.acquire(KEY, LONG).block(TIMEOUT);

		List<byte[]> keys = this.redis.talk((commands) -> commands.keys("*"));

		String entry = RedisFixture.redisKey(KEY);
		assertThat(keys).extracting((key) -> new String(key, StandardCharsets.US_ASCII))
			.containsExactly(entry.substring(0, entry.length() - 1) + "l");
		assertThat(this.redis.<Long>talk((commands) -> commands.pttl(redisKey()))).isBetween(1L, LONG.toMillis());
	}

	@Test
	void tellsThoseWhoWaitThatItIsGivenBack() {
		List<String> heard = new CopyOnWriteArrayList<>();
		Disposable waiting = Flux.just(KEY, Entries.key(2))
			.flatMap((key) -> this.theirs.released(key).thenReturn(key.text()))
			.subscribe(heard::add);

		await().atMost(TIMEOUT).until(() -> {
			this.mine.acquire(KEY, LONG).flatMap(this.mine::release).block(TIMEOUT);
			return !heard.isEmpty();
		});

		assertThat(heard).containsExactly("things:1");
		waiting.dispose();
	}

	@Test
	void neverBlocksAnEventLoop() {
		Mono<Void> all = this.mine.acquire(KEY, LONG)
			.flatMap(this.mine::release)
			.then(Mono.firstWithSignal(this.mine.released(KEY), Mono.delay(Duration.ofMillis(100)).then()))
			.subscribeOn(Schedulers.parallel());

		StepVerifier.create(all).expectComplete().verify(TIMEOUT);
	}

	@Test
	void isNoneWhoseTokenSomebodyElseWrote() {
		this.redis.talk((commands) -> commands.set(redisKey(), new byte[] { 1 }, SetArgs.Builder.px(LONG)));

		StepVerifier.create(this.mine.acquire(KEY, LONG)).expectComplete().verify(TIMEOUT);
	}

	private static byte[] redisKey() {
		String entry = RedisFixture.redisKey(KEY);
		return (entry.substring(0, entry.length() - 1) + "l").getBytes(StandardCharsets.US_ASCII);
	}

}
