package io.freshet.caching.resilience;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.CacheStoreContract;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GuardedStoreTests extends CacheStoreContract {

	/** Stays open for longer than a test takes, however busy the machine is. */
	private static final SharedTierBreaker.Settings SETTINGS = settings(Duration.ofMinutes(10));

	private final GuardedStore store = new GuardedStore(
			new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE),
			SharedTierBreaker.of(SETTINGS), Duration.ofSeconds(10));

	private static SharedTierBreaker.Settings settings(Duration openFor) {
		return new SharedTierBreaker.Settings(10, 5, 50, Duration.ofSeconds(5), openFor, 2);
	}

	@Override
	protected CacheStore store() {
		return this.store;
	}

	@Nested
	class AroundAStoreThatFails {

		private final AtomicInteger calls = new AtomicInteger();

		private volatile Mono<StoredEntry> answer = Mono.error(new IllegalStateException("away"));

		private GuardedStore guarded = guarded(SETTINGS);

		private GuardedStore guarded(SharedTierBreaker.Settings settings) {
			return new GuardedStore(new Answering(), SharedTierBreaker.of(settings), Duration.ofMillis(200));
		}

		@Test
		void findsNothingAndPutsNothing() {
			find();
			StepVerifier.create(this.guarded.put(GuardedStoreTests.this.entry(1, "one")))
				.expectComplete()
				.verify(TIMEOUT);
		}

		@Test
		void findsNothingOfSeveralAndCountsThemAsOneCall() {
			List<EntryKey> keys = IntStream.range(0, 50).mapToObj(Entries::key).toList();

			StepVerifier.create(this.guarded.findAll(keys)).expectComplete().verify(TIMEOUT);

			assertThat(this.guarded.breakerState()).isEqualTo("CLOSED");
		}

		@Test
		void asksNoMoreOnceItIsOpen() {
			IntStream.range(0, 20).forEach((call) -> find());

			assertThat(this.calls).hasValue(5);
			assertThat(this.guarded.isDegraded()).isTrue();
			assertThat(this.guarded.breakerState()).isEqualTo("OPEN");
		}

		@Test
		void opensWhenCallsDoNotReturn() {
			this.answer = Mono.never();

			IntStream.range(0, 5).forEach((call) -> find());

			assertThat(this.guarded.breakerState()).isEqualTo("OPEN");
		}

		@Test
		void findsNothingWhenACallThatDoesNotReturnCannotBeCancelledEither() {
			this.answer = Mono.fromDirect((subscriber) -> subscriber.onSubscribe(new Uncancellable()));

			IntStream.range(0, 5).forEach((call) -> find());

			assertThat(this.guarded.breakerState()).isEqualTo("OPEN");
		}

		@Test
		void endsAFillThatDoesNotReturnAndCannotBeCancelledEither() {
			this.answer = Mono.fromDirect((subscriber) -> subscriber.onSubscribe(new Uncancellable()));

			StepVerifier.create(this.guarded.put(GuardedStoreTests.this.entry(1, "one")))
				.expectComplete()
				.verify(TIMEOUT);
			StepVerifier.create(this.guarded.prolong(GuardedStoreTests.this.entry(1, "one"), TIMEOUT))
				.expectComplete()
				.verify(TIMEOUT);
		}

		@Test
		void takesOffTheConnectionWhatIsWaitedForAndNothingElse() {
			StoredEntry entry = GuardedStoreTests.this.entry(1, "one");
			GuardedStore patient = new GuardedStore(new Answering(), SharedTierBreaker.of(SETTINGS), TIMEOUT);
			Scheduler connection = Schedulers.newSingle("connection", true);
			this.answer = Mono.<StoredEntry>empty().subscribeOn(connection);

			assertThat(endingThread(patient.find(entry.key()))).startsWith("freshet-replies");
			assertThat(endingThread(patient.share(entry))).startsWith("freshet-replies");
			assertThat(endingThread(patient.put(entry))).startsWith("connection");
			assertThat(endingThread(patient.prolong(entry, TIMEOUT))).startsWith("connection");
			connection.dispose();
		}

		@Test
		void takesOffTheConnectionWhatFails() {
			GuardedStore patient = new GuardedStore(new Answering(), SharedTierBreaker.of(SETTINGS), TIMEOUT);
			Scheduler connection = Schedulers.newSingle("connection", true);
			this.answer = Mono.<StoredEntry>error(new IllegalStateException("away")).subscribeOn(connection);

			assertThat(endingThread(patient.put(GuardedStoreTests.this.entry(1, "one")))).startsWith("freshet-replies");
			connection.dispose();
		}

		private static String endingThread(Mono<?> call) {
			AtomicReference<String> thread = new AtomicReference<>("");
			call.doOnTerminate(() -> thread.set(Thread.currentThread().getName())).block(TIMEOUT);
			return thread.get();
		}

		@Test
		void doesNotCountACallThatIsNoLongerWaitedFor() {
			this.answer = Mono.never();

			IntStream.range(0, 20)
				.forEach((call) -> StepVerifier.create(this.guarded.find(Entries.key(1)))
					.expectSubscription()
					.thenCancel()
					.verify(TIMEOUT));

			assertThat(this.guarded.breakerState()).isEqualTo("CLOSED");
			assertThat(this.calls).hasValue(20);
		}

		@Test
		void closesByItselfWhenTrialCallsSucceed() {
			this.guarded = guarded(settings(Duration.ofMillis(300)));
			IntStream.range(0, 5).forEach((call) -> find());
			this.answer = Mono.empty();

			await().atMost(TIMEOUT).until(() -> this.guarded.breakerState().equals("HALF_OPEN"));
			find();
			find();

			assertThat(this.guarded.breakerState()).isEqualTo("CLOSED");
			assertThat(this.guarded.isDegraded()).isFalse();
		}

		@Test
		void opensAgainWhenTrialCallsFail() {
			IntStream.range(0, 5).forEach((call) -> find());

			this.guarded.breaker().transitionToHalfOpenState();
			find();
			find();

			assertThat(this.guarded.breakerState()).isEqualTo("OPEN");
		}

		@Test
		void tellsAnAdministratorOfTheFailure() {
			StepVerifier.create(this.guarded.keys(KeyPattern.ALL)).expectErrorMessage("away").verify(TIMEOUT);
			StepVerifier.create(this.guarded.purge(KeyPattern.ALL)).expectErrorMessage("away").verify(TIMEOUT);
			IntStream.range(0, 5).forEach((call) -> find());

			StepVerifier.create(this.guarded.purge(KeyPattern.ALL))
				.expectError(CallNotPermittedException.class)
				.verify(TIMEOUT);
		}

		private void find() {
			StepVerifier.create(this.guarded.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
		}

		/** Never answers. */
		private static final class Uncancellable implements Subscription {

			@Override
			public void request(long count) {
				// There is nothing to come.
			}

			@Override
			public void cancel() {
				throw new IllegalStateException("not cancelled");
			}

		}

		/** Answers everything the same way. */
		private final class Answering implements CacheStore {

			@Override
			public Mono<StoredEntry> find(EntryKey key) {
				AroundAStoreThatFails.this.calls.incrementAndGet();
				return AroundAStoreThatFails.this.answer;
			}

			@Override
			public Mono<Void> put(StoredEntry entry) {
				return find(entry.key()).then();
			}

			@Override
			public Mono<Void> prolong(StoredEntry entry, Duration time) {
				return find(entry.key()).then();
			}

			@Override
			public Flux<EntryKey> keys(KeyPattern pattern) {
				return AroundAStoreThatFails.this.answer.map(StoredEntry::key).flux();
			}

			@Override
			public Flux<EntryKey> purge(KeyPattern pattern) {
				return keys(pattern);
			}

		}

	}

}
