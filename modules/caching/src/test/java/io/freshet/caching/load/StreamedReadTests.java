package io.freshet.caching.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.CacheTagger;
import io.freshet.caching.LoadTimeoutException;
import io.freshet.caching.ReactiveCache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for loads of several values that are handed on as they come.
 */
class StreamedReadTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private LoadFixture fixture = new LoadFixture();

	private ReactiveCache<String> cache = this.fixture.texts();

	private final TestPublisher<String> origin = TestPublisher.create();

	private TestSubscriber<String> read(Flux<String> from) {
		return read(from, Long.MAX_VALUE);
	}

	private TestSubscriber<String> read(Flux<String> from, long demand) {
		TestSubscriber<String> reader = TestSubscriber.builder().initialRequest(demand).build();
		from.transformDeferred(this.cache.caching(KEY, TAG)).subscribe(reader);
		return reader;
	}

	private static Flux<String> notAsked() {
		return Flux.error(new IllegalStateException("not asked"));
	}

	@Test
	void handsOnAnElementBeforeTheOriginHasCompleted() {
		TestSubscriber<String> reader = read(this.origin.flux());

		this.origin.next("a");

		assertThat(reader.getReceivedOnNext()).containsExactly("a");
		assertThat(reader.isTerminated()).isFalse();
	}

	@Test
	void givesWhoComesLaterAllElementsOfTheSameLoad() {
		TestSubscriber<String> first = read(this.origin.flux());
		this.origin.next("a", "b");

		TestSubscriber<String> second = read(notAsked());
		assertThat(second.getReceivedOnNext()).containsExactly("a", "b");
		this.origin.next("c").complete();

		assertThat(first.getReceivedOnNext()).containsExactly("a", "b", "c");
		assertThat(second.getReceivedOnNext()).containsExactly("a", "b", "c");
		assertThat(second.isTerminatedComplete()).isTrue();
		assertThat(this.fixture.loads()).isOne();
		assertThat(this.fixture.events.count("coalesced")).isOne();
	}

	@Test
	void keepsTheElementsOfAllTogether() {
		read(this.origin.flux());
		this.origin.next("a", "b").complete();

		TestSubscriber<String> hit = read(notAsked());

		assertThat(hit.getReceivedOnNext()).containsExactly("a", "b");
		assertThat(this.fixture.events.hits()).isOne();
	}

	@Test
	void givesEachCallerAtItsOwnDemand() {
		TestSubscriber<String> slow = read(this.origin.flux(), 1);
		TestSubscriber<String> fast = read(notAsked());

		this.origin.next("a", "b").complete();

		assertThat(slow.getReceivedOnNext()).containsExactly("a");
		assertThat(fast.getReceivedOnNext()).containsExactly("a", "b");
		slow.request(1);
		assertThat(slow.getReceivedOnNext()).containsExactly("a", "b");
		assertThat(slow.isTerminatedComplete()).isTrue();
	}

	@Test
	void goesOnWhenWhoBeganItLeaves() {
		read(this.origin.flux()).cancel();

		this.origin.next("a").complete();

		assertThat(read(notAsked()).getReceivedOnNext()).containsExactly("a");
	}

	@Test
	void beginsAnewForWhoComesBackWhenNothingWasToBeKept() {
		AtomicInteger asked = new AtomicInteger();
		Flux<String> read = Flux.defer(() -> Flux.just("v" + asked.incrementAndGet()))
			.transformDeferred(this.cache.caching(KEY, (value) -> List.of(TAG), (value) -> Duration.ZERO));

		List<String> answers = read.repeat(2).collectList().block(LoadFixture.TIMEOUT);

		assertThat(answers).containsExactly("v1", "v2", "v3");
	}

	@Test
	void givesBytesOfItsOwnToEachCaller() {
		ReactiveCache<byte[]> bytes = this.fixture.caches.cache("bytes", byte[].class);
		TestPublisher<byte[]> chunks = TestPublisher.create();
		TestSubscriber<byte[]> first = TestSubscriber.create();
		TestSubscriber<byte[]> second = TestSubscriber.create();
		chunks.flux().transformDeferred(bytes.caching(KEY, TAG)).subscribe(first);
		chunks.flux().transformDeferred(bytes.caching(KEY, TAG)).subscribe(second);

		chunks.next(new byte[] { 1 });
		first.getReceivedOnNext().get(0)[0] = 2;
		chunks.complete();

		assertThat(second.getReceivedOnNext().get(0)).containsExactly(1);
		assertThat(LoadFixture.get(chunks.flux().transformDeferred(bytes.caching(KEY, TAG)).next())).containsExactly(1);
	}

	@Test
	void isLoadedByEachCallerForItselfWhenThereIsNoRoom() {
		this.fixture = new LoadFixture(0, UnaryOperator.identity());
		this.cache = this.fixture.texts();
		TestSubscriber<String> first = read(this.origin.flux());
		TestSubscriber<String> second = read(Flux.just("mine"));

		this.origin.next("a").complete();

		assertThat(first.getReceivedOnNext()).containsExactly("a");
		assertThat(first.isTerminatedComplete()).isTrue();
		assertThat(second.getReceivedOnNext()).containsExactly("mine");
		assertThat(second.isTerminatedComplete()).isTrue();
	}

	@Test
	void isLoadedAnewForWhoGotNothingWhenLoadsAreEnded() {
		read(this.origin.flux());
		TestSubscriber<String> waiting = read(Flux.just("mine"));

		this.fixture.background.close();

		assertThat(waiting.getReceivedOnNext()).containsExactly("mine");
		assertThat(waiting.isTerminatedComplete()).isTrue();
	}

	@Nested
	class RacingAnInvalidation {

		@Test
		void givesNothingOfAnOlderLoadToWhoComesAfterwards() {
			TestSubscriber<String> early = read(StreamedReadTests.this.origin.flux());
			StreamedReadTests.this.origin.next("old");
			StreamedReadTests.this.fixture.invalidate(TAG);

			TestSubscriber<String> late = read(Flux.just("new"));

			assertThat(late.getReceivedOnNext()).as("waits").isEmpty();
			StreamedReadTests.this.origin.next("old").complete();
			assertThat(early.getReceivedOnNext()).containsExactly("old", "old");
			assertThat(late.getReceivedOnNext()).containsExactly("new");
			assertThat(late.isTerminatedComplete()).isTrue();
			assertThat(read(notAsked()).getReceivedOnNext()).containsExactly("new");
		}

		@Test
		void givesTheWholeToWhoComesAfterAnInvalidationOfOtherTags() {
			read(StreamedReadTests.this.origin.flux());
			StreamedReadTests.this.origin.next("a");
			StreamedReadTests.this.fixture.invalidate(CacheTag.of("post", 2));

			TestSubscriber<String> late = read(notAsked());

			assertThat(late.getReceivedOnNext()).as("waits").isEmpty();
			StreamedReadTests.this.origin.complete();
			assertThat(late.getReceivedOnNext()).containsExactly("a");
			assertThat(StreamedReadTests.this.fixture.loads()).isOne();
		}

		@Test
		void doesNotKeepWhatWasInvalidatedMeanwhile() {
			read(StreamedReadTests.this.origin.flux());
			StreamedReadTests.this.origin.next("old");
			StreamedReadTests.this.fixture.invalidate(TAG);
			StreamedReadTests.this.origin.complete();

			assertThat(read(Flux.just("new")).getReceivedOnNext()).containsExactly("new");
		}

		@Test
		void streamsTheSecondLoadToAllWhoWaitedForTheFirst() {
			TestPublisher<String> second = TestPublisher.create();
			read(StreamedReadTests.this.origin.flux());
			StreamedReadTests.this.fixture.invalidate(TAG);
			TestSubscriber<String> one = read(second.flux());
			TestSubscriber<String> other = read(second.flux());
			StreamedReadTests.this.origin.next("old").complete();

			second.next("new");

			assertThat(one.getReceivedOnNext()).containsExactly("new");
			assertThat(other.getReceivedOnNext()).containsExactly("new");
			assertThat(StreamedReadTests.this.fixture.background.running()).isOne();
		}

	}

	@Nested
	class WhenItIsTooLong {

		private final String large = "x".repeat(LoadFixture.LONGEST_STREAM / 4);

		@Test
		void passesThroughAndIsNotKept() {
			TestSubscriber<String> reader = read(Flux.range(0, 100).map((number) -> number + this.large));

			assertThat(reader.getReceivedOnNext()).hasSize(100);
			assertThat(reader.isTerminatedComplete()).isTrue();
			assertThat(StreamedReadTests.this.fixture.events.count("refused too-large")).isOne();
			assertThat(read(Flux.just("again")).getReceivedOnNext()).containsExactly("again");
		}

		@Test
		void isLoadedOnceMoreForWhoComesTooLate() {
			TestSubscriber<String> reader = read(StreamedReadTests.this.origin.flux());
			for (int number = 0; number < 5; number++) {
				StreamedReadTests.this.origin.next(this.large);
			}

			TestSubscriber<String> late = read(Flux.just("mine"));

			assertThat(late.getReceivedOnNext()).containsExactly("mine");
			assertThat(late.isTerminatedComplete()).isTrue();
			StreamedReadTests.this.origin.complete();
			assertThat(reader.getReceivedOnNext()).hasSize(5);
		}

		@Test
		void doesNotKeepThoseWaitingWhoWaitForItsEnd() {
			read(StreamedReadTests.this.origin.flux(), 0);
			StreamedReadTests.this.fixture.invalidate(CacheTag.of("post", 2));
			TestSubscriber<String> waiting = read(Flux.just("mine"));

			for (int number = 0; number < 5; number++) {
				StreamedReadTests.this.origin.next(this.large);
			}

			assertThat(waiting.getReceivedOnNext()).containsExactly("mine");
		}

		@Test
		void isCancelledWhenNobodyReadsIt() {
			TestSubscriber<String> reader = read(StreamedReadTests.this.origin.flux());
			for (int number = 0; number < 5; number++) {
				StreamedReadTests.this.origin.next(this.large);
			}

			reader.cancel();

			StreamedReadTests.this.origin.assertCancelled();
			assertThat(StreamedReadTests.this.fixture.background.running()).isZero();
		}

	}

	@Nested
	class WhenThereIsAStaleList {

		@Test
		void servesItIfTheLoadFailsBeforeTheFirstElement() {
			keepStale(null, null);

			TestSubscriber<String> reader = read(Flux.error(new IllegalStateException("no")));

			assertThat(reader.getReceivedOnNext()).containsExactly("stale");
			assertThat(reader.isTerminatedComplete()).isTrue();
			assertThat(StreamedReadTests.this.fixture.events.count("stale failed-load")).isOne();
		}

		@Test
		void passesTheErrorOnOnceAnElementIsHandedOn() {
			keepStale(null, null);

			TestSubscriber<String> reader = read(
					Flux.just("new").concatWith(Mono.error(new IllegalStateException("no"))));

			assertThat(reader.getReceivedOnNext()).containsExactly("new");
			assertThat(reader.expectTerminalError()).hasMessage("no");
		}

		@Test
		void servesItIfTheFirstElementIsLate() {
			keepStale(Duration.ofMillis(100), null);
			TestSubscriber<String> reader = read(StreamedReadTests.this.origin.flux(), 0);

			StreamedReadTests.this.fixture.timer.advanceTimeBy(Duration.ofMillis(100));
			reader.request(10);

			assertThat(reader.getReceivedOnNext()).containsExactly("stale");
			StreamedReadTests.this.origin.next("new").complete();
			assertThat(read(notAsked()).getReceivedOnNext()).containsExactly("new");
		}

		@Test
		void waitsForTheRestOnceTheFirstElementIsThere() {
			keepStale(Duration.ofMillis(100), Duration.ofMillis(200));
			TestSubscriber<String> reader = read(StreamedReadTests.this.origin.flux(), 0);
			StreamedReadTests.this.origin.next("new");

			StreamedReadTests.this.fixture.timer.advanceTimeBy(Duration.ofSeconds(10));
			reader.request(10);
			StreamedReadTests.this.origin.complete();

			assertThat(reader.getReceivedOnNext()).containsExactly("new");
			assertThat(reader.isTerminatedComplete()).isTrue();
		}

		private void keepStale(@Nullable Duration softTimeout, @Nullable Duration hardTimeout) {
			CachePolicy policy = CachePolicy.ttl(Duration.ofMinutes(5))
				.hardTtl(Duration.ofMinutes(30))
				.softTimeout(softTimeout)
				.hardTimeout(hardTimeout)
				.build();
			StreamedReadTests.this.cache = StreamedReadTests.this.cache.with((any) -> policy);
			read(Flux.just("stale"));
			StreamedReadTests.this.fixture.clock.move(Duration.ofMinutes(6));
		}

	}

	@Nested
	class Enclosed {

		private final AtomicInteger made = new AtomicInteger();

		private final CacheKey outer = CacheKey.of("outer");

		@Test
		void addsItsTagsToTheLoadAroundIt() {
			assertInvalidatedBy(TAG, (values) -> values);
		}

		@Test
		void addsTheTagsOfWhatWasTakenIfTheRestIsNot() {
			assertInvalidatedBy(CacheTag.of("by", "a"), (values) -> values.take(1));
		}

		@Test
		void addsWhatItsOriginDependsOn() {
			assertInvalidatedBy(CacheTag.of("inner", 1), (values) -> values.take(2));
		}

		@Test
		void addsItsTagsToALoadThatJoins() {
			read(StreamedReadTests.this.origin.flux());
			StreamedReadTests.this.origin.next("a");
			TestSubscriber<String> joining = TestSubscriber.create();
			outer(notAsked()).subscribe(joining);
			StreamedReadTests.this.origin.complete();
			assertThat(joining.getReceivedOnNext()).containsExactly("[a] 1");

			StreamedReadTests.this.fixture.invalidate(TAG);

			assertThat(LoadFixture.get(outer(Flux.just("b")))).isEqualTo("[b] 2");
		}

		private void assertInvalidatedBy(CacheTag tag, UnaryOperator<Flux<String>> taking) {
			Flux<String> inner = Flux.just("a", "b")
				.delayUntil((value) -> CacheDependencies.on(CacheTag.of("inner", 1)))
				.transformDeferred(StreamedReadTests.this.cache.caching(KEY,
						CacheTagger.<String>always(TAG).and((value) -> List.of(CacheTag.of("by", value)))))
				.transform(taking);
			Mono<String> read = made(inner);
			String first = LoadFixture.get(read);
			assertThat(LoadFixture.get(read)).isEqualTo(first).endsWith(" 1");

			StreamedReadTests.this.fixture.invalidate(tag);

			assertThat(LoadFixture.get(read)).endsWith(" 2");
		}

		private Mono<String> outer(Flux<String> from) {
			return made(from.transformDeferred(StreamedReadTests.this.cache.caching(KEY, TAG)));
		}

		private Mono<String> made(Flux<String> inner) {
			return inner.collectList()
				.map((values) -> values + " " + this.made.incrementAndGet())
				.transformDeferred(StreamedReadTests.this.cache.caching(this.outer));
		}

	}

	@Nested
	class WhenThereIsAHardTimeout {

		@Test
		void givesUpIfTheFirstElementIsLate() {
			StreamedReadTests.this.cache = StreamedReadTests.this.cache
				.with((policy) -> policy.toBuilder().hardTimeout(Duration.ofMillis(100)).build());
			TestSubscriber<String> reader = read(StreamedReadTests.this.origin.flux());

			StreamedReadTests.this.fixture.timer.advanceTimeBy(Duration.ofMillis(100));

			assertThat(reader.expectTerminalError()).isInstanceOf(LoadTimeoutException.class);
			StreamedReadTests.this.origin.next("a").complete();
			assertThat(read(notAsked()).getReceivedOnNext()).as("the late result is kept").containsExactly("a");
		}

	}

}
