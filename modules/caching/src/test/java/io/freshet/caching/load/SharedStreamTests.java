package io.freshet.caching.load;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SharedStream}.
 */
class SharedStreamTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** Elements that may be under way to the slowest reader, and from the source. */
	private static final int BUFFERED = 64;

	private final TestPublisher<Integer> source = TestPublisher.create();

	private final AtomicInteger ends = new AtomicInteger();

	private final Mono<Void> atEnd = Mono.fromRunnable(this.ends::incrementAndGet);

	/** Keeps a hundred elements. */
	private final SharedStream<Integer> stream = new SharedStream<>((element) -> 1, 100, SharedStreamTests::keepOn);

	private TestSubscriber<Void> drain() {
		return drain(this.source.flux());
	}

	private TestSubscriber<Void> drain(Flux<Integer> from) {
		TestSubscriber<Void> drained = TestSubscriber.create();
		this.stream.drain(from, this.atEnd).subscribe(drained);
		return drained;
	}

	private TestSubscriber<Integer> reader(long demand) {
		TestSubscriber<Integer> reader = TestSubscriber.builder().initialRequest(demand).build();
		this.stream.read().subscribe(reader);
		return reader;
	}

	private static List<Integer> numbers(int count) {
		return IntStream.range(0, count).boxed().toList();
	}

	@Nested
	class WithinTheLimit {

		@Test
		void givesTheElementsSoFarAndThenTheOthersAsTheyCome() {
			drain();
			TestSubscriber<Integer> early = reader(Long.MAX_VALUE);
			SharedStreamTests.this.source.next(0, 1);

			TestSubscriber<Integer> late = reader(Long.MAX_VALUE);

			assertThat(late.getReceivedOnNext()).containsExactly(0, 1);
			SharedStreamTests.this.source.next(2);
			assertThat(early.getReceivedOnNext()).containsExactly(0, 1, 2);
			assertThat(late.getReceivedOnNext()).containsExactly(0, 1, 2);
			SharedStreamTests.this.source.complete();
			assertThat(early.isTerminatedComplete()).isTrue();
			assertThat(late.isTerminatedComplete()).isTrue();
			SharedStreamTests.this.source.assertWasSubscribed();
		}

		@Test
		void givesAReaderWhoComesAfterTheEndEverything() {
			drain(Flux.just(0, 1, 2));

			StepVerifier.create(SharedStreamTests.this.stream.read())
				.expectNext(0, 1, 2)
				.expectComplete()
				.verify(TIMEOUT);
		}

		@Test
		void givesAReaderWhatWasThereBeforeTheBeginning() {
			TestSubscriber<Integer> reader = reader(Long.MAX_VALUE);

			drain(Flux.just(0, 1, 2));

			assertThat(reader.getReceivedOnNext()).containsExactly(0, 1, 2);
		}

		@Test
		void givesEachReaderAtItsOwnDemand() {
			drain();
			TestSubscriber<Integer> slow = reader(0);
			TestSubscriber<Integer> fast = reader(Long.MAX_VALUE);
			SharedStreamTests.this.source.next(0, 1, 2).complete();

			assertThat(fast.getReceivedOnNext()).containsExactly(0, 1, 2);
			assertThat(slow.getReceivedOnNext()).isEmpty();
			slow.request(2);
			assertThat(slow.getReceivedOnNext()).containsExactly(0, 1);
			assertThat(slow.isTerminated()).isFalse();
			slow.request(1);
			assertThat(slow.getReceivedOnNext()).containsExactly(0, 1, 2);
			assertThat(slow.isTerminatedComplete()).isTrue();
		}

		@Test
		void completesAReaderThatAskedForNothingWhenThereIsNothing() {
			TestSubscriber<Integer> reader = reader(0);

			drain(Flux.empty());

			assertThat(reader.isTerminatedComplete()).isTrue();
		}

		@Test
		void drainsTheSourceWhateverReadersAskFor() {
			TestSubscriber<Integer> reader = reader(0);

			TestSubscriber<Void> drained = drain(Flux.fromIterable(numbers(100)));

			assertThat(drained.isTerminatedComplete()).isTrue();
			assertThat(SharedStreamTests.this.stream.elements()).isEqualTo(numbers(100));
			assertThat(reader.getReceivedOnNext()).isEmpty();
		}

		@Test
		void drainsTheSourceThoughNobodyReads() {
			TestSubscriber<Void> drained = drain(Flux.fromIterable(numbers(100)));

			assertThat(drained.isTerminatedComplete()).isTrue();
			assertThat(SharedStreamTests.this.ends).hasValue(1);
		}

		@Test
		void asksTheSourceInBatches() {
			AtomicLong most = new AtomicLong();
			AtomicLong asked = new AtomicLong();

			drain(Flux.fromIterable(numbers(100)).hide().doOnRequest((number) -> {
				asked.addAndGet(number);
				most.accumulateAndGet(number, Math::max);
			}));

			assertThat(most).hasValueLessThanOrEqualTo(BUFFERED);
			assertThat(asked).hasValueGreaterThanOrEqualTo(100);
		}

		@Test
		void disturbsNobodyWhenAReaderLeaves() {
			TestSubscriber<Void> drained = drain();
			TestSubscriber<Integer> leaves = reader(Long.MAX_VALUE);
			TestSubscriber<Integer> stays = reader(Long.MAX_VALUE);
			SharedStreamTests.this.source.next(0);

			leaves.cancel();

			SharedStreamTests.this.source.next(1).complete();
			assertThat(leaves.getReceivedOnNext()).containsExactly(0);
			assertThat(stays.getReceivedOnNext()).containsExactly(0, 1);
			assertThat(drained.isTerminatedComplete()).isTrue();
		}

		@Test
		void goesOnWhenAllReadersLeave() {
			TestSubscriber<Void> drained = drain();
			reader(Long.MAX_VALUE).cancel();

			SharedStreamTests.this.source.next(0, 1).complete();

			assertThat(drained.isTerminatedComplete()).isTrue();
			assertThat(SharedStreamTests.this.stream.elements()).containsExactly(0, 1);
			assertThat(SharedStreamTests.this.stream.isAbandoned()).isFalse();
		}

		@Test
		void stopsInTheMiddleOfABatchWhenAReaderLeaves() {
			drain(Flux.fromIterable(numbers(50)));
			List<Integer> read = new ArrayList<>();

			SharedStreamTests.this.stream.read().take(3).doOnNext(read::add).blockLast(TIMEOUT);

			assertThat(read).containsExactly(0, 1, 2);
		}

		@Test
		void doesNotRecurseWhenAReaderAsksForOneAtATime() {
			SharedStream<Integer> large = new SharedStream<>((element) -> 1, 100_000, SharedStreamTests::keepOn);
			StepVerifier.create(large.drain(Flux.range(0, 100_000), Mono.empty())).expectComplete().verify(TIMEOUT);

			StepVerifier.create(large.read().limitRate(1)).expectNextCount(100_000).expectComplete().verify(TIMEOUT);
		}

		@Test
		void showsCompletionOnlyAfterWhatIsDoneAtTheEnd() {
			Sinks.Empty<Void> stored = Sinks.empty();
			List<Integer> seenAtEnd = new ArrayList<>();
			TestSubscriber<Void> drained = TestSubscriber.create();
			TestSubscriber<Integer> reader = reader(Long.MAX_VALUE);
			SharedStream<Integer> shared = SharedStreamTests.this.stream;
			shared.drain(Flux.just(0, 1), Mono.defer(() -> {
				seenAtEnd.addAll(shared.elements());
				return stored.asMono();
			})).subscribe(drained);

			assertThat(seenAtEnd).containsExactly(0, 1);
			assertThat(reader.getReceivedOnNext()).containsExactly(0, 1);
			assertThat(reader.isTerminated()).isFalse();
			assertThat(drained.isTerminated()).isFalse();
			stored.tryEmitEmpty();
			assertThat(reader.isTerminatedComplete()).isTrue();
			assertThat(drained.isTerminatedComplete()).isTrue();
		}

	}

	@Nested
	class OverTheLimit {

		@Test
		void letsNobodyJoin() {
			drain();
			TestSubscriber<Integer> present = reader(Long.MAX_VALUE);
			numbers(100).forEach(SharedStreamTests.this.source::next);
			assertThat(SharedStreamTests.this.stream.isJoinable()).isTrue();

			SharedStreamTests.this.source.next(100);

			assertThat(SharedStreamTests.this.stream.isJoinable()).isFalse();
			assertThat(SharedStreamTests.this.stream.isOverLimit()).isTrue();
			assertThat(SharedStreamTests.this.stream.tryRead()).isNull();
			StepVerifier.create(SharedStreamTests.this.stream.read())
				.expectError(IllegalStateException.class)
				.verify(TIMEOUT);
			SharedStreamTests.this.source.complete();
			assertThat(present.getReceivedOnNext()).isEqualTo(numbers(101));
			assertThat(present.isTerminatedComplete()).isTrue();
		}

		@Test
		void keepsNothing() {
			reader(Long.MAX_VALUE);

			TestSubscriber<Void> drained = drain(Flux.fromIterable(numbers(101)));

			assertThat(drained.isTerminatedComplete()).isTrue();
			assertThat(SharedStreamTests.this.ends).as("nothing is done at the end").hasValue(0);
			assertThatIllegalStateException().isThrownBy(SharedStreamTests.this.stream::elements);
			assertThat(SharedStreamTests.this.stream.isAbandoned()).isFalse();
		}

		@Test
		void asksTheSourceOnlyAsTheSlowestReaderReads() {
			AtomicInteger emitted = new AtomicInteger();
			TestSubscriber<Integer> fast = reader(Long.MAX_VALUE);
			TestSubscriber<Integer> slow = reader(0);

			TestSubscriber<Void> drained = drain(
					Flux.fromIterable(numbers(1000)).hide().doOnNext((element) -> emitted.incrementAndGet()));

			assertThat(emitted).hasValueBetween(101, 101 + BUFFERED);
			assertThat(fast.getReceivedOnNext()).hasSizeBetween(101, 101 + BUFFERED);
			slow.request(500);
			assertThat(slow.getReceivedOnNext()).hasSize(500);
			assertThat(emitted).hasValueBetween(500, 500 + BUFFERED);
			assertThat(drained.isTerminated()).isFalse();
			slow.request(Long.MAX_VALUE);
			assertThat(slow.getReceivedOnNext()).isEqualTo(numbers(1000));
			assertThat(fast.getReceivedOnNext()).isEqualTo(numbers(1000));
			assertThat(slow.isTerminatedComplete()).isTrue();
			assertThat(drained.isTerminatedComplete()).isTrue();
		}

		@Test
		void goesOnWhenTheSlowestReaderLeaves() {
			TestSubscriber<Integer> fast = reader(Long.MAX_VALUE);
			TestSubscriber<Integer> slow = reader(0);
			TestSubscriber<Void> drained = drain(Flux.fromIterable(numbers(1000)));
			assertThat(drained.isTerminated()).isFalse();

			slow.cancel();

			assertThat(fast.getReceivedOnNext()).isEqualTo(numbers(1000));
			assertThat(drained.isTerminatedComplete()).isTrue();
		}

		@Test
		void cancelsTheSourceWhenTheLastReaderLeaves() {
			AtomicBoolean cancelled = new AtomicBoolean();
			TestSubscriber<Integer> reader = reader(0);
			TestSubscriber<Void> drained = drain(
					Flux.fromIterable(numbers(1000)).hide().doOnCancel(() -> cancelled.set(true)));

			reader.cancel();

			assertThat(cancelled).isTrue();
			assertThat(drained.isTerminatedComplete()).isTrue();
			assertThat(SharedStreamTests.this.stream.isAbandoned()).isTrue();
			assertThat(SharedStreamTests.this.ends).hasValue(0);
		}

		@Test
		void cancelsTheSourceWhenNobodyReads() {
			TestSubscriber<Void> drained = drain();

			numbers(101).forEach(SharedStreamTests.this.source::next);

			SharedStreamTests.this.source.assertCancelled();
			assertThat(drained.isTerminatedComplete()).isTrue();
			assertThat(SharedStreamTests.this.stream.isAbandoned()).isTrue();
			assertThat(SharedStreamTests.this.ends).hasValue(0);
		}

		@Test
		void letsGoOfWhatTheSlowestReaderHasTaken() {
			SharedStream<byte[]> bytes = new SharedStream<>((chunk) -> chunk.length, 10, SharedStreamTests::keepOn);
			TestPublisher<byte[]> chunks = TestPublisher.create();
			bytes.drain(chunks.flux(), Mono.empty()).subscribe();
			TestSubscriber<Integer> slow = TestSubscriber.builder().initialRequest(0).build();
			bytes.read().map((chunk) -> chunk.length).subscribe(slow);
			WeakReference<byte[]> first = new WeakReference<>(emit(chunks, 4));
			WeakReference<byte[]> second = new WeakReference<>(emit(chunks, 5));
			emit(chunks, 6);
			System.gc();
			assertThat(first.get()).as("not read yet").isNotNull();

			slow.request(2);

			Awaitility.await().atMost(TIMEOUT).until(() -> {
				System.gc();
				return first.get() == null;
			});
			assertThat(slow.getReceivedOnNext()).containsExactly(4, 5);
			slow.request(1);
			Awaitility.await().atMost(TIMEOUT).until(() -> {
				System.gc();
				return second.get() == null;
			});
		}

		private static byte[] emit(TestPublisher<byte[]> chunks, int length) {
			byte[] chunk = new byte[length];
			chunks.next(chunk);
			return chunk;
		}

	}

	@Nested
	class Failures {

		@Test
		void givesReadersTheErrorAfterTheElementsBeforeIt() {
			TestSubscriber<Void> drained = drain();
			TestSubscriber<Integer> slow = reader(1);
			SharedStreamTests.this.source.next(0, 1).error(new IllegalArgumentException("broken"));

			assertThat(slow.isTerminated()).isFalse();
			slow.request(1);

			assertThat(slow.getReceivedOnNext()).containsExactly(0, 1);
			assertThat(slow.expectTerminalError()).hasMessage("broken");
			assertThat(drained.expectTerminalError()).hasMessage("broken");
			assertThat(SharedStreamTests.this.ends).hasValue(0);
		}

		@Test
		void letsNobodyJoinAfterwards() {
			drain(Flux.error(new IllegalArgumentException("broken")));

			assertThat(SharedStreamTests.this.stream.isJoinable()).isFalse();
			assertThat(SharedStreamTests.this.stream.tryRead()).isNull();
			assertThatIllegalStateException().isThrownBy(SharedStreamTests.this.stream::elements);
		}

		@Test
		void givesReadersTheErrorOfWhatIsDoneAtTheEnd() {
			TestSubscriber<Integer> reader = reader(Long.MAX_VALUE);

			StepVerifier
				.create(SharedStreamTests.this.stream.drain(Flux.just(0),
						Mono.error(new IllegalArgumentException("full"))))
				.expectErrorMessage("full")
				.verify(TIMEOUT);

			assertThat(reader.getReceivedOnNext()).containsExactly(0);
			assertThat(reader.expectTerminalError()).hasMessage("full");
			assertThatIllegalStateException().isThrownBy(SharedStreamTests.this.stream::elements);
		}

		@Test
		void givesReadersTheErrorOfTheWeigher() {
			SharedStream<String> numerals = new SharedStream<>(Long::parseLong, 100, SharedStreamTests::keepOn);
			TestSubscriber<String> reader = TestSubscriber.create();
			numerals.read().subscribe(reader);

			StepVerifier.create(numerals.drain(Flux.just("1", "one"), Mono.empty()))
				.expectError(NumberFormatException.class)
				.verify(TIMEOUT);

			assertThat(reader.expectTerminalError()).isInstanceOf(NumberFormatException.class);
		}

		@Test
		void failsReadersWhenTheDrainIsCancelled() {
			TestSubscriber<Void> drained = drain();
			TestSubscriber<Integer> reader = reader(Long.MAX_VALUE);
			SharedStreamTests.this.source.next(0);

			drained.cancel();

			SharedStreamTests.this.source.assertCancelled();
			assertThat(reader.getReceivedOnNext()).containsExactly(0);
			assertThat(reader.expectTerminalError()).isInstanceOf(CancellationException.class);
			assertThat(SharedStreamTests.this.stream.isJoinable()).isFalse();
		}

		@Test
		void hasOneSource() {
			drain();

			StepVerifier.create(SharedStreamTests.this.stream.drain(Flux.just(0), Mono.empty()))
				.expectError(IllegalStateException.class)
				.verify(TIMEOUT);

			SharedStreamTests.this.source.assertNotCancelled();
		}

		@Test
		void givesAPlaceToOneSubscriber() {
			drain(Flux.just(0));
			Flux<Integer> place = SharedStreamTests.this.stream.tryRead();
			assertThat(place).isNotNull();

			StepVerifier.create(place).expectNext(0).expectComplete().verify(TIMEOUT);

			StepVerifier.create(place).expectError(IllegalStateException.class).verify(TIMEOUT);
		}

	}

	@Nested
	class ManyThreads {

		private static final int ELEMENTS = 5_000;

		private static final int READERS = 40;

		/**
		 * The threads of the scheduler must not block, which BlockHound watches.
		 */
		@Test
		void giveEveryReaderEveryElementInOrder() {
			SharedStream<Integer> shared = new SharedStream<>((element) -> 1, ELEMENTS, SharedStreamTests::keepOn);
			Mono<Void> drained = shared.drain(Flux.range(0, ELEMENTS).publishOn(Schedulers.parallel()), Mono.empty());

			List<Long> counts = Flux
				.merge(drained.cast(Long.class),
						Flux.range(0, READERS)
							.flatMap((number) -> Mono.defer(() -> inOrder(shared.read()))
								.subscribeOn(Schedulers.parallel()), READERS))
				.collectList()
				.block(TIMEOUT);

			assertThat(counts).hasSize(READERS).containsOnly((long) ELEMENTS);
		}

		@Test
		void giveEveryReaderOfALargeSourceEveryElementOrNoPlace() {
			AtomicInteger joined = new AtomicInteger();
			SharedStream<Integer> shared = new SharedStream<>((element) -> 1, 1000, SharedStreamTests::keepOn);
			Mono<Long> first = inOrder(shared.read());
			Flux<Long> others = Flux.range(1, READERS).flatMap((number) -> Mono.defer(() -> {
				Flux<Integer> place = shared.tryRead();
				if (place == null) {
					return Mono.empty();
				}
				joined.incrementAndGet();
				return (number % 4 == 0) ? place.take(number * 100L).then(Mono.<Long>empty()) : inOrder(place);
			}).subscribeOn(Schedulers.parallel()), READERS);
			Mono<Void> drained = shared.drain(Flux.range(0, ELEMENTS).publishOn(Schedulers.parallel()),
					Mono.error(new AssertionError("Nothing is kept")));

			List<Long> counts = Flux.merge(first, others, drained.cast(Long.class)).collectList().block(TIMEOUT);

			assertThat(counts).isNotEmpty().containsOnly((long) ELEMENTS);
			assertThat(counts.size()).isLessThanOrEqualTo(1 + joined.get());
			assertThat(shared.isAbandoned()).isFalse();
		}

		@Test
		void abandonTheSourceOnceAllHaveLeft() {
			for (int round = 0; round < 200; round++) {
				SharedStream<Integer> shared = new SharedStream<>((element) -> 1, 10, SharedStreamTests::keepOn);
				Flux<Integer> readers = Flux.range(0, 4)
					.flatMap((number) -> shared.read()
						.take(20 + ThreadLocalRandom.current().nextInt(200))
						.subscribeOn(Schedulers.parallel())
						.onErrorComplete(IllegalStateException.class));

				// Never completes by itself.
				Mono<Void> drained = shared.drain(
						Flux.range(0, Integer.MAX_VALUE).publishOn(Schedulers.parallel()).concatWith(Mono.never()),
						Mono.empty());

				Flux.merge(readers.then(), drained).blockLast(TIMEOUT);
				assertThat(shared.isAbandoned()).isTrue();
			}
		}

		private static Mono<Long> inOrder(Flux<Integer> elements) {
			return Mono.create((sink) -> elements.subscribe(new BaseSubscriber<>() {

				private int next;

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					request(ThreadLocalRandom.current().nextInt(1, 50));
				}

				@Override
				protected void hookOnNext(Integer element) {
					if (element != this.next++) {
						sink.error(new AssertionError("Out of order: " + element));
					}
					// Asked for by another thread, which meets the source.
					int more = ThreadLocalRandom.current().nextInt(0, 3);
					Schedulers.parallel().schedule(() -> request(1 + more));
				}

				@Override
				protected void hookOnComplete() {
					sink.success((long) this.next);
				}

				@Override
				protected void hookOnError(Throwable ex) {
					sink.error(ex);
				}

			}));
		}

	}

	private static void keepOn() {
		// These streams have nothing to do when they go over their limits.
	}

}
