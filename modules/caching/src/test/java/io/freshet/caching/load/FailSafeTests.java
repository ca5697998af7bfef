package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.CacheTag;
import io.freshet.caching.LoadTimeoutException;
import io.freshet.caching.ReactiveCache;

import static io.freshet.caching.load.LoadFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cache between the soft and the hard expiry of its entries, and an origin that is slow
 * or fails.
 */
class FailSafeTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final Duration TTL = Duration.ofMinutes(5);

	private static final Duration SOFT = Duration.ofMillis(100);

	private static final Duration HARD = Duration.ofSeconds(2);

	private final LoadFixture fixture = new LoadFixture();

	private final TestPublisher<String> origin = TestPublisher.create();

	private final List<String> answers = new ArrayList<>();

	private final CacheDependencies outer = CacheDependencies.open(Context.empty());

	@BeforeEach
	void fillAndLetTheTimePass() {
		read(cache(settings()), Mono.just("old"));
		this.fixture.pass(TTL);
		this.answers.clear();
	}

	@Nested
	class WhenTheLoadFails {

		@Test
		void servesTheStaleValueAndSaysSo() {
			read(cache(settings()), failing());

			assertThat(FailSafeTests.this.answers).containsExactly("old");
			assertThat(FailSafeTests.this.outer.isStale()).isTrue();
			assertThat(FailSafeTests.this.outer.tags()).containsExactly(TAG);
			assertThat(events("stale failed-load")).isOne();
			assertThat(events("load failed")).isOne();
		}

		@Test
		void triesNoOtherLoadForAWhile() {
			AtomicInteger asked = new AtomicInteger();
			Mono<String> failing = failing().doOnSubscribe((subscription) -> asked.incrementAndGet());
			ReactiveCache<String> cache = cache(settings().retryAfter(Duration.ofSeconds(5)));
			read(cache, failing);

			FailSafeTests.this.fixture.pass(Duration.ofMillis(4999));
			read(cache, failing);
			assertThat(asked).hasValue(1);
			assertThat(events("stale paused")).isOne();
			FailSafeTests.this.fixture.pass(Duration.ofMillis(1));
			read(cache, Mono.just("new"));

			assertThat(FailSafeTests.this.answers).containsExactly("old", "old", "new");
		}

		@Test
		void pausesTheKeyThatFailedOnly() {
			ReactiveCache<String> cache = cache(settings());
			read(cache, failing());

			Mono.just("other").transformDeferred(cache.caching(CacheKey.of(2), TAG)).subscribe(answers()::add);

			assertThat(FailSafeTests.this.answers).containsExactly("old", "other");
		}

		@Test
		void neverServesAValueWhoseTagsWereInvalidated() {
			ReactiveCache<String> cache = cache(settings());

			FailSafeTests.this.fixture.invalidate(TAG);

			assertThatFails(cache);
		}

		@Test
		void neverServesAValueWhoseTagsWereInvalidatedWhileItWaited() {
			read(cache(settings()), FailSafeTests.this.origin.mono());

			FailSafeTests.this.fixture.invalidate(TAG);
			FailSafeTests.this.origin.error(new IllegalStateException("no"));

			assertThat(FailSafeTests.this.answers).containsExactly("java.lang.IllegalStateException: no");
		}

		@Test
		void neverServesAnInvalidatedValueDuringThePause() {
			ReactiveCache<String> cache = cache(settings());
			read(cache, failing());

			FailSafeTests.this.fixture.invalidate(TAG);

			assertThatFails(cache);
		}

		@Test
		void neverServesAValueBeyondItsHardExpiry() {
			FailSafeTests.this.fixture.pass(TTL);

			assertThatFails(cache(settings()));
		}

		@Test
		void neverServesAValueThatExpiredWhileItWaited() {
			read(cache(settings()), FailSafeTests.this.origin.mono());

			FailSafeTests.this.fixture.pass(TTL);
			FailSafeTests.this.origin.error(new IllegalStateException("no"));

			assertThat(FailSafeTests.this.answers).containsExactly("java.lang.IllegalStateException: no");
		}

		private void assertThatFails(ReactiveCache<String> cache) {
			StepVerifier.create(failing().transformDeferred(cache.caching(KEY, TAG)))
				.expectErrorMessage("no")
				.verify(TIMEOUT);
		}

	}

	@Nested
	class WhenTheLoadIsSlow {

		@Test
		void servesTheStaleValueAfterTheSoftTimeoutAndKeepsWhatComesLater() {
			ReactiveCache<String> cache = cache(settings().softTimeout(SOFT));
			read(cache, FailSafeTests.this.origin.mono());

			FailSafeTests.this.fixture.pass(SOFT.minusMillis(1));
			assertThat(FailSafeTests.this.answers).isEmpty();
			FailSafeTests.this.fixture.pass(Duration.ofMillis(1));
			assertThat(FailSafeTests.this.answers).containsExactly("old");
			assertThat(events("stale slow-load")).isOne();
			FailSafeTests.this.origin.emit("new");

			read(cache, failing());
			assertThat(FailSafeTests.this.answers).containsExactly("old", "new");
		}

		@Test
		void waitsNoLongerThanTheLoadTakes() {
			read(cache(settings().softTimeout(SOFT)), FailSafeTests.this.origin.mono());

			FailSafeTests.this.origin.emit("new");

			assertThat(FailSafeTests.this.answers).containsExactly("new");
			assertThat(FailSafeTests.this.outer.isStale()).isFalse();
		}

		@Test
		void loadsOnceForAllWhoGetTheStaleValue() {
			ReactiveCache<String> cache = cache(settings().softTimeout(SOFT));

			for (int i = 0; i < 10; i++) {
				read(cache, FailSafeTests.this.origin.mono());
				FailSafeTests.this.fixture.pass(SOFT);
			}
			FailSafeTests.this.origin.emit("new");

			assertThat(FailSafeTests.this.answers).hasSize(10).containsOnly("old");
			assertThat(events("load")).as("with the one that filled").isEqualTo(2);
		}

		@Test
		void waitsOnIfTheStaleValueWasInvalidatedMeanwhile() {
			TestPublisher<String> second = TestPublisher.create();
			ReactiveCache<String> cache = cache(settings().softTimeout(SOFT));
			read(cache, Mono.defer(() -> (this.begun++ == 0) ? FailSafeTests.this.origin.mono() : second.mono()));

			FailSafeTests.this.fixture.invalidate(TAG);
			FailSafeTests.this.fixture.pass(SOFT);
			assertThat(FailSafeTests.this.answers).isEmpty();
			FailSafeTests.this.origin.emit("read before the invalidation");
			assertThat(FailSafeTests.this.answers).as("it came later").isEmpty();
			second.emit("new");

			assertThat(FailSafeTests.this.answers).containsExactly("new");
		}

		private int begun;

		@Test
		void servesTheStaleValueAtOnceAndLoadsMeanwhile() {
			ReactiveCache<String> cache = cache(settings().softTimeout(Duration.ZERO));

			read(cache, FailSafeTests.this.origin.mono());
			read(cache, FailSafeTests.this.origin.mono());

			assertThat(FailSafeTests.this.answers).containsExactly("old", "old");
			assertThat(events("stale revalidating")).isEqualTo(2);
			assertThat(events("refresh")).isOne();
			FailSafeTests.this.origin.emit("new");
			read(cache, failing());
			assertThat(FailSafeTests.this.answers).containsExactly("old", "old", "new");
		}

		@Test
		void pausesAfterALoadInTheBackgroundFailed() {
			ReactiveCache<String> cache = cache(settings().softTimeout(Duration.ZERO));
			read(cache, FailSafeTests.this.origin.mono());

			FailSafeTests.this.origin.error(new IllegalStateException("no"));
			read(cache, FailSafeTests.this.origin.mono());

			assertThat(FailSafeTests.this.answers).containsExactly("old", "old");
			assertThat(events("stale paused")).isOne();
		}

		@Test
		void whatALoadInTheBackgroundReadsIsNoPartOfTheAnswer() {
			ReactiveCache<String> cache = cache(settings().softTimeout(Duration.ZERO));
			Mono<String> withParts = CacheDependencies.on(CacheTag.of("part", 1)).thenReturn("new");

			read(cache, withParts);

			assertThat(FailSafeTests.this.outer.tags()).containsExactly(TAG);
			FailSafeTests.this.fixture.invalidate(CacheTag.of("part", 1));
			read(cache, Mono.just("newer"));
			assertThat(FailSafeTests.this.answers).containsExactly("old", "newer");
		}

		@Test
		void neverSharesALoadInTheBackgroundWithWhoeverCameAfterAnInvalidation() {
			ReactiveCache<String> cache = cache(settings().softTimeout(Duration.ZERO));
			read(cache, FailSafeTests.this.origin.mono());

			FailSafeTests.this.fixture.invalidate(TAG);
			read(cache, Mono.just("new"));
			FailSafeTests.this.origin.emit("read before the invalidation");

			assertThat(FailSafeTests.this.answers).containsExactly("old", "new");
			read(cache, failing());
			assertThat(FailSafeTests.this.answers).endsWith("new");
		}

	}

	@Nested
	class WhenThereIsAHardTimeout {

		@Test
		void failsAndNamesCacheAndTimeIfThereIsNoValue() {
			ReactiveCache<String> cache = cache(settings().hardTimeout(HARD));

			StepVerifier
				.create(FailSafeTests.this.origin.mono().transformDeferred(cache.caching(CacheKey.of("new"), TAG)))
				.then(() -> FailSafeTests.this.fixture.pass(HARD))
				.expectErrorSatisfies((ex) -> assertThatExceptionOfType(LoadTimeoutException.class).isThrownBy(() -> {
					throw ex;
				})
					.withMessageContaining("No value for cache 'texts' within 2000 ms")
					.satisfies((timeout) -> assertThat(timeout.cache()).isEqualTo(CacheName.of("texts")))
					.satisfies((timeout) -> assertThat(timeout.timeout()).isEqualTo(HARD)))
				.verify(TIMEOUT);

			assertThat(events("load timeout")).isOne();
		}

		@Test
		void keepsWhatComesTooLate() {
			ReactiveCache<String> cache = cache(settings().hardTimeout(HARD));
			FailSafeTests.this.fixture.invalidate(TAG);
			read(cache, FailSafeTests.this.origin.mono());
			FailSafeTests.this.fixture.pass(HARD);

			FailSafeTests.this.origin.emit("late");
			read(cache, failing());

			assertThat(FailSafeTests.this.answers).hasSize(2).endsWith("late");
		}

		@Test
		void servesTheStaleValueIfThereIsOne() {
			read(cache(settings().hardTimeout(HARD)), FailSafeTests.this.origin.mono());

			FailSafeTests.this.fixture.pass(HARD);

			assertThat(FailSafeTests.this.answers).containsExactly("old");
			assertThat(events("load timeout")).isZero();
		}

		@Test
		void failsIfTheStaleValueWasInvalidatedMeanwhile() {
			ReactiveCache<String> cache = cache(settings().softTimeout(SOFT).hardTimeout(HARD));
			read(cache, FailSafeTests.this.origin.mono());

			FailSafeTests.this.fixture.invalidate(TAG);
			FailSafeTests.this.fixture.pass(SOFT);
			assertThat(FailSafeTests.this.answers).isEmpty();
			FailSafeTests.this.fixture.pass(HARD.minus(SOFT));

			assertThat(FailSafeTests.this.answers).singleElement()
				.asString()
				.startsWith(LoadTimeoutException.class.getName());
		}

	}

	@Nested
	class WhenErrorsAreRemembered {

		private final ReactiveCache<String> cache = cache(
				settings().errorTtl(Duration.ofSeconds(10)).cachedErrors(Set.of(IllegalStateException.class)));

		private final AtomicInteger asked = new AtomicInteger();

		@Test
		void givesTheErrorAgainWithoutALoad() {
			readOther(failing());
			readOther(failing());

			assertThat(answers()).containsExactly("java.lang.IllegalStateException: no",
					"java.lang.IllegalStateException: no");
			assertThat(this.asked).hasValue(1);
			assertThat(events("remembered error")).isOne();
			assertThat(events("load failed")).isOne();
		}

		@Test
		void loadsAgainWhenItsTimeHasPassed() {
			readOther(failing());
			FailSafeTests.this.fixture.pass(Duration.ofSeconds(10));

			readOther(Mono.just("new"));

			assertThat(answers()).endsWith("new");
		}

		@Test
		void loadsAgainAfterAnInvalidation() {
			readOther(failing());
			FailSafeTests.this.fixture.invalidate(TAG);

			readOther(Mono.just("new"));

			assertThat(answers()).endsWith("new");
		}

		@Test
		void loadsAgainAfterAnotherError() {
			readOther(Mono.error(new IllegalArgumentException("not remembered")));

			readOther(Mono.just("new"));

			assertThat(answers()).endsWith("new");
		}

		@Test
		void servesTheStaleValueRatherThanTheError() {
			read(this.cache, failing());
			FailSafeTests.this.fixture.pass(CachePolicy.DEFAULT_RETRY_AFTER);
			read(this.cache, Mono.just("new"));

			assertThat(answers()).containsExactly("old", "new");
			assertThat(events("remembered error")).isZero();
		}

		@Test
		void findsNothingWhenItOnlyLooks() {
			readOther(failing());

			StepVerifier.create(this.cache.lookup(CacheKey.of("other"))).expectComplete().verify(TIMEOUT);
		}

		private void readOther(Mono<String> from) {
			from.doOnSubscribe((subscription) -> this.asked.incrementAndGet())
				.transformDeferred(this.cache.caching(CacheKey.of("other"), TAG))
				.subscribe(answers()::add, (ex) -> answers().add(ex.toString()));
		}

	}

	private List<String> answers() {
		return this.answers;
	}

	private static CachePolicyBuilder settings() {
		return CachePolicy.ttl(TTL).hardTtl(TTL.multipliedBy(2));
	}

	private ReactiveCache<String> cache(CachePolicyBuilder settings) {
		return this.fixture.texts(settings);
	}

	private void read(ReactiveCache<String> cache, Mono<String> from) {
		from.transformDeferred(cache.caching(KEY, TAG))
			.contextWrite(this.outer::into)
			.subscribe(this.answers::add, (ex) -> this.answers.add(ex.toString()));
	}

	private static Mono<String> failing() {
		return Mono.error(() -> new IllegalStateException("no"));
	}

	private long events(String line) {
		return this.fixture.events.count(line);
	}

}
