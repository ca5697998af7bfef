package io.freshet.caching.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.Stamp;

import static org.assertj.core.api.Assertions.assertThat;

class JudgedStoreTests extends CacheStoreContract {

	private final RecordedEvents events = new RecordedEvents();

	private final CacheStore kept = new CaffeineStore(1_000_000, this.clock, Runnable::run, CacheRecorder.NONE);

	private final CacheStore store = new JudgedStore(this.kept, Tier.NEAR, this.ledger, this.events, this.clock);

	@Override
	protected CacheStore store() {
		return this.store;
	}

	@Test
	void findsNothingThatWasInvalidated() {
		put(entry(1, "one"));
		put(entry(2, "two"));
		assertFound(1, "one");

		this.ledger.committed(0, Invalidation.ofTags(Set.of(CacheTag.of("thing", 1))));

		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
		assertFound(2, "two");
		assertThat(this.events.lines()).containsExactly("put near", "put near", "lookup near HIT",
				"lookup near INVALID", "lookup near HIT");
	}

	@Test
	void findsNothingWhoseKeyMatchesAClearedPattern() {
		put(entry(1, "one"));

		this.ledger.committed(0, Invalidation.ofPattern(KeyPattern.of("things:*")));

		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
	}

	@Test
	void findsNothingFromTheInstantOfExpiryOn() {
		// Kept by a store whose own clock stands still.
		CacheStore lasting = new CaffeineStore(1_000_000, new MovableClock(), Runnable::run, CacheRecorder.NONE);
		CacheStore judging = new JudgedStore(lasting, Tier.NEAR, this.ledger, this.events, this.clock);
		StepVerifier.create(judging.put(entry(1, "one"))).expectComplete().verify(TIMEOUT);

		this.clock.move(Duration.ofMinutes(1));

		StepVerifier.create(lasting.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(TIMEOUT);
		StepVerifier.create(judging.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
	}

	@Test
	void countsAMiss() {
		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);

		assertThat(this.events.lines()).containsExactly("lookup near MISS");
	}

	@Nested
	class WhileTheViewIsTooOld {

		private final AtomicLong nanos = new AtomicLong();

		private final FreshnessView view = new FreshnessView(Duration.ofMillis(250), 100_000, this.nanos::get);

		private final Sinks.Empty<Void> refreshed = Sinks.empty();

		private final CacheStore judging = new JudgedStore(JudgedStoreTests.this.kept, Tier.SHARED,
				new HandHeldLedger(this.view, this.refreshed.asMono()), JudgedStoreTests.this.events,
				JudgedStoreTests.this.clock);

		WhileTheViewIsTooOld() {
			this.view.restart(Stamp.below("h", 10), this.nanos.get(), List.of(), Stamp.NONE);
			StoredEntry entry = Entries.entry(1, "one", JudgedStoreTests.this.clock.instant(), Stamp.below("h", 10));
			StepVerifier.create(this.judging.put(entry)).expectComplete().verify(TIMEOUT);
			this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		}

		@Test
		void waitsForTheLedgerAndThenFindsTheEntry() {
			StepVerifier.create(this.judging.find(Entries.key(1)))
				.expectSubscription()
				.then(() -> this.view.advance(Stamp.below("h", 11), this.nanos.get(), List.of()))
				.then(() -> this.refreshed.tryEmitEmpty())
				.expectNextCount(1)
				.expectComplete()
				.verify(TIMEOUT);
			assertThat(JudgedStoreTests.this.events.lines()).endsWith("lookup shared HIT");
		}

		@Test
		void waitsForTheLedgerAndObeysWhatItBrings() {
			StepVerifier.create(this.judging.find(Entries.key(1)))
				.expectSubscription()
				.then(() -> this.view.advance(Stamp.below("h", 12), this.nanos.get(),
						List.of(new FreshnessView.Positioned(11,
								Invalidation.ofTags(Set.of(CacheTag.of("thing", 1)))))))
				.then(() -> this.refreshed.tryEmitEmpty())
				.expectComplete()
				.verify(TIMEOUT);
			assertThat(JudgedStoreTests.this.events.lines()).endsWith("lookup shared INVALID");
		}

		@Test
		void findsNothingIfTheLedgerDoesNotAnswer() {
			StepVerifier.create(this.judging.find(Entries.key(1)))
				.expectSubscription()
				.then(() -> this.refreshed.tryEmitError(new IllegalStateException("away")))
				.expectComplete()
				.verify(TIMEOUT);
			assertThat(JudgedStoreTests.this.events.lines()).endsWith("lookup shared UNJUDGED");
		}

		@Test
		void findsNothingIfTheViewIsStillTooOld() {
			StepVerifier.create(this.judging.find(Entries.key(1)))
				.expectSubscription()
				.then(() -> this.refreshed.tryEmitEmpty())
				.expectComplete()
				.verify(TIMEOUT);
			assertThat(JudgedStoreTests.this.events.lines()).endsWith("lookup shared UNJUDGED");
		}

		@Test
		void doesNotWaitIfThereIsNoEntry() {
			StepVerifier.create(this.judging.find(Entries.key(2))).expectComplete().verify(TIMEOUT);
			assertThat(JudgedStoreTests.this.events.lines()).endsWith("lookup shared MISS");
		}

	}

	/**
	 * A ledger that is refreshed by hand.
	 */
	private record HandHeldLedger(FreshnessView view, Mono<Void> refreshed) implements InvalidationLedger {

		@Override
		public Mono<Boolean> sees(FreshnessToken token) {
			return Mono.error(new UnsupportedOperationException());
		}

		@Override
		public Mono<Long> append(Invalidation invalidation) {
			return Mono.error(new UnsupportedOperationException());
		}

		@Override
		public void committed(long position, Invalidation invalidation) {
			this.view.apply(position, invalidation);
		}

	}

}
