package io.freshet.caching.load;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheValue;
import io.freshet.caching.RefreshAhead;
import io.freshet.caching.load.InstancesFixture.Instance;
import io.freshet.caching.redis.RedisFixture;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.testing.RedisServer;

import static io.freshet.caching.load.InstancesFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The settings of a cache where an instance has to go by what another one has written
 * into a real Redis.
 */
class PoliciesIT {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final Duration TTL = Duration.ofMinutes(10);

	private static final Mono<String> NOT_ASKED = Mono.error(() -> new IllegalStateException("not asked"));

	private static final Mono<String> FAILING = Mono.error(() -> new IllegalStateException("no"));

	private final MovableClock clock = new MovableClock();

	private final InstancesFixture instances = new InstancesFixture(RedisServer.shared(), this.clock);

	private final Instance here = this.instances.start();

	private final Instance there = this.instances.start();

	private final TestPublisher<String> origin = TestPublisher.create();

	@AfterEach
	void stop() {
		this.instances.close();
	}

	@Test
	void servesTheStaleValueOfAnotherInstanceWhenALoadFailsAndTriesNoOtherForAWhile() {
		fillHere(stale());
		this.clock.move(TTL);

		assertThat(read(this.there, stale(), FAILING)).isEqualTo("old");
		assertThat(this.there.events.count("stale failed-load")).isOne();
		this.clock.move(CachePolicy.DEFAULT_RETRY_AFTER.minusMillis(1));
		assertThat(read(this.there, stale(), FAILING)).isEqualTo("old");
		assertThat(this.there.loads()).as("within the pause").isOne();
		assertThat(this.there.events.count("stale paused")).isOne();
		this.clock.move(Duration.ofMillis(1));
		assertThat(read(this.there, stale(), FAILING)).isEqualTo("old");

		assertThat(this.there.loads()).as("after the pause").isEqualTo(2);
	}

	@Test
	void neverServesAStaleValueOfAnotherInstanceWhoseTagsWereInvalidated() {
		fillHere(stale());
		this.clock.move(TTL);
		assertThat(read(this.there, stale(), FAILING)).isEqualTo("old");

		this.instances.invalidate(TAG);

		assertThatFails(this.there);
		assertThatFails(this.instances.start());
		assertThat(this.instances.lifetimesInRedis()).as("Redis still has it").hasSize(1);
	}

	@Test
	void neverServesAValueOfAnotherInstanceBeyondItsHardExpiry() {
		fillHere(stale());
		this.clock.move(TTL);
		assertThat(read(this.there, stale(), FAILING)).isEqualTo("old");

		this.clock.move(TTL);

		assertThatFails(this.there);
		assertThatFails(this.instances.start());
		assertThat(this.instances.lifetimesInRedis()).as("the clock of Redis was not moved").hasSize(1);
	}

	@Test
	void servesTheStaleValueOfAnotherInstanceWhileALoadIsSlowAndSharesWhatItBrings() {
		fillHere(stale());
		this.clock.move(TTL);

		assertThat(read(this.there, stale().softTimeout(Duration.ofMillis(100)), this.origin.mono())).isEqualTo("old");
		assertThat(this.there.events.count("stale slow-load")).isOne();
		// The load looks into Redis before it asks, which may take longer than the caller
		// waits.
		await().atMost(TIMEOUT).until(this.origin::wasSubscribed);
		this.origin.emit("new");
		this.there.settle();

		assertThat(read(this.instances.start(), stale(), NOT_ASKED)).isEqualTo("new");
		assertThat(read(this.here, stale(), NOT_ASKED)).as("in place of its own, which is stale").isEqualTo("new");
		assertThat(this.here.loads()).as("the one that filled").isOne();
	}

	@Test
	void refreshesOnceAnOldEntryOfAnotherInstanceWhichTakesTheNewOneFromRedis() {
		CachePolicyBuilder settings = CachePolicy.ttl(TTL).refreshAhead(RefreshAhead.fromAge(0.8));
		fillHere(settings);
		// All instances begin before nine tenths of the lifetime have passed.
		this.clock.move(Duration.ofMinutes(9));

		assertThat(read(this.there, settings, this.origin.mono())).isEqualTo("old");
		assertThat(read(this.there, settings, this.origin.mono())).isEqualTo("old");
		assertThat(this.there.events.count("refresh")).isOne();
		await().atMost(TIMEOUT).until(this.origin::wasSubscribed);
		this.origin.emit("new");
		this.there.settle();

		assertThat(read(this.there, settings, NOT_ASKED)).isEqualTo("new");
		assertThat(this.there.loads()).isOne();
		assertThat(read(this.instances.start(), settings, NOT_ASKED)).isEqualTo("new");
		assertThat(read(this.here, settings, NOT_ASKED)).as("fresh still, and due").isEqualTo("old");
		this.here.settle();
		assertThat(read(this.here, settings, NOT_ASKED)).isEqualTo("new");
		assertThat(this.here.loads()).as("the one that filled").isOne();
	}

	@Test
	void drawsLotsByTheTimeThatTheLoadOfAnotherInstanceTook() {
		CachePolicyBuilder settings = CachePolicy.ttl(TTL).refreshAhead(RefreshAhead.withBeta(1));
		CacheKey quick = CacheKey.of("quick");
		// 20 s times -ln(1 - random) must reach the 60 s that are left: random >= 0.9502
		Instance drawn = this.instances.start(() -> 0.96);
		Instance notDrawn = this.instances.start(() -> 0.94);
		read(this.here, settings, Mono.fromSupplier(() -> {
			this.clock.move(Duration.ofSeconds(20));
			return "old";
		}));
		this.here.read(settings, quick, Mono.just("quick"));
		this.here.settle();
		this.clock.move(TTL.minusSeconds(60));

		assertThat(drawn.read(settings, quick, NOT_ASKED)).isEqualTo("quick");
		assertThat(drawn.events.count("refresh")).isZero();
		assertThat(read(notDrawn, settings, NOT_ASKED)).isEqualTo("old");
		assertThat(notDrawn.events.count("refresh")).isZero();
		assertThat(read(drawn, settings, Mono.just("new"))).isEqualTo("old");
		drawn.settle();

		assertThat(drawn.events.count("refresh")).isOne();
		assertThat(read(this.instances.start(), settings, NOT_ASKED)).isEqualTo("new");
	}

	@Test
	void findsTheAbsenceThatAnotherInstanceHasMetUntilItIsInvalidated() {
		Duration negativeTtl = Duration.ofMinutes(2);
		CachePolicyBuilder settings = CachePolicy.ttl(TTL).negativeTtl(negativeTtl);
		read(this.here, settings, Mono.empty());
		this.here.settle();

		assertThat(this.instances.lifetimesInRedis()).singleElement()
			.satisfies((left) -> assertThat(left).isBetween(1L, negativeTtl.toMillis()));
		assertThat(read(this.there, settings, NOT_ASKED)).isNull();
		assertThat(this.there.loads()).isZero();
		assertThat(this.there.events.count("absence")).isOne();
		assertThat(lookup(this.there, settings)).isInstanceOf(CacheValue.Absent.class);
		assertThat(this.there.events.count("absence")).isEqualTo(2);
		assertThat(lookup(this.instances.start(), settings)).isInstanceOf(CacheValue.Absent.class);

		this.instances.invalidate(TAG);

		assertThat(lookup(this.there, settings)).isNull();
		assertThat(lookup(this.instances.start(), settings)).isNull();
		assertThat(read(this.there, settings, Mono.just("new"))).isEqualTo("new");
	}

	@Test
	void forgetsTheAbsenceThatAnotherInstanceHasMetWhenItsTimeHasPassed() {
		Duration negativeTtl = Duration.ofMinutes(2);
		CachePolicyBuilder settings = CachePolicy.ttl(TTL).negativeTtl(negativeTtl);
		read(this.here, settings, Mono.empty());
		this.here.settle();

		this.clock.move(negativeTtl.minusMillis(1));
		assertThat(lookup(this.there, settings)).isInstanceOf(CacheValue.Absent.class);
		this.clock.move(Duration.ofMillis(1));

		assertThat(lookup(this.there, settings)).isNull();
		assertThat(lookup(this.instances.start(), settings)).isNull();
	}

	@Test
	void letsEntriesThatWereMadeTogetherLeaveRedisAtDifferentTimes() {
		int keys = 100;
		CachePolicyBuilder settings = CachePolicy.ttl(TTL).jitter(0.5);

		IntStream.range(0, keys).forEach((id) -> this.here.read(settings, CacheKey.of(id), Mono.just("value")));
		this.here.settle();

		List<Long> left = this.instances.lifetimesInRedis();
		assertThat(left).hasSize(keys).allSatisfy((millis) -> assertThat(millis).isBetween(1L, TTL.toMillis()));
		assertThat(Collections.max(left) - Collections.min(left)).isGreaterThan(TTL.dividedBy(10).toMillis());
	}

	@Test
	void answersAndCountsButNeverSharesAValueThatIsTooLong() {
		CacheKey tooLong = CacheKey.of("too long");
		String longest = "x".repeat(RedisFixture.LIMITS.valueSize());

		fillHere(CachePolicy.ttl(TTL), longest);
		assertThat(this.here.read(CachePolicy.ttl(TTL), tooLong, Mono.just(longest + "x"))).isEqualTo(longest + "x");
		this.here.settle();

		assertThat(this.here.events.count("refused too-large")).isOne();
		assertThat(this.instances.lifetimesInRedis()).as("the longest that is allowed").hasSize(1);
		assertThat(read(this.there, CachePolicy.ttl(TTL), NOT_ASKED)).isEqualTo(longest);
		assertThat(this.there.read(CachePolicy.ttl(TTL), tooLong, Mono.just("again"))).isEqualTo("again");
	}

	@Test
	void answersAndCountsButNeverSharesAnEntryOfTooManyTags() {
		CacheKey tooMany = CacheKey.of("too many");
		int most = RedisFixture.LIMITS.tags();

		this.here.read(CachePolicy.ttl(TTL), KEY, Mono.just("old"), tags(most));
		assertThat(this.here.read(CachePolicy.ttl(TTL), tooMany, Mono.just("old"), tags(most + 1))).isEqualTo("old");
		this.here.settle();

		assertThat(this.here.events.count("refused too-many-tags")).isOne();
		assertThat(this.instances.lifetimesInRedis()).as("the one with as many as are allowed").hasSize(1);
		assertThat(read(this.there, CachePolicy.ttl(TTL), NOT_ASKED)).isEqualTo("old");
		assertThat(this.there.read(CachePolicy.ttl(TTL), tooMany, Mono.just("again"))).isEqualTo("again");
	}

	@Test
	void findsAValueByAKeyThatIsTooLongToBeWrittenDownAndByNoOther() {
		String text = "x".repeat(CacheKey.MAX_LENGTH);
		this.here.read(CachePolicy.ttl(TTL), CacheKey.of(text + "a"), Mono.just("a"));
		this.here.settle();

		assertThat(this.there.read(CachePolicy.ttl(TTL), CacheKey.of(text + "a"), NOT_ASKED)).isEqualTo("a");
		assertThat(this.there.loads()).isZero();
		assertThat(this.there.read(CachePolicy.ttl(TTL), CacheKey.of(text + "b"), Mono.just("b"))).isEqualTo("b");
	}

	private static CachePolicyBuilder stale() {
		return CachePolicy.ttl(TTL).hardTtl(TTL.multipliedBy(2));
	}

	private static CacheTag[] tags(int count) {
		return IntStream.range(0, count).mapToObj((id) -> CacheTag.of("post", id)).toArray(CacheTag[]::new);
	}

	private void fillHere(CachePolicyBuilder settings) {
		fillHere(settings, "old");
	}

	private void fillHere(CachePolicyBuilder settings, String value) {
		read(this.here, settings, Mono.just(value));
		this.here.settle();
	}

	private static @Nullable String read(Instance instance, CachePolicyBuilder settings, Mono<String> from) {
		return instance.read(settings, KEY, from, TAG);
	}

	private static @Nullable CacheValue<String> lookup(Instance instance, CachePolicyBuilder settings) {
		return instance.cache(settings).lookup(KEY).block(TIMEOUT);
	}

	private static void assertThatFails(Instance instance) {
		StepVerifier.create(FAILING.transformDeferred(instance.cache(stale()).caching(KEY, TAG)))
			.expectErrorMessage("no")
			.verify(TIMEOUT);
	}

}
