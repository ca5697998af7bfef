package io.freshet.caching.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheTag;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.Stamp;

import static org.assertj.core.api.Assertions.assertThat;

class LastKnownStoreTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final AtomicLong nanos = new AtomicLong();

	private final MovableClock clock = new MovableClock();

	private final RecordedEvents events = new RecordedEvents();

	private final FreshnessView view = new FreshnessView(Duration.ofMillis(250), 100_000, this.nanos::get);

	private final CacheStore kept = new CaffeineStore(1_000_000, new MovableClock(), Runnable::run, CacheRecorder.NONE);

	private final CacheStore store = new LastKnownStore(this.kept, Tier.NEAR, this.view, this.events, this.clock);

	@BeforeEach
	void keepAnEntryAndLoseTheLedger() {
		this.view.restart(Stamp.below("h", 10), 0, List.of(), Stamp.NONE);
		StoredEntry entry = Entries.entry(1, "one", this.clock.instant(), Stamp.below("h", 10));
		StepVerifier.create(this.kept.put(entry)).expectComplete().verify(TIMEOUT);
		this.nanos.set(Duration.ofMinutes(1).toNanos());
	}

	@Test
	void findsWhatWasValidWhenLastHeardAndMarksIt() {
		StepVerifier.create(this.store.find(Entries.key(1)))
			.assertNext((entry) -> assertThat(entry.isStale()).isTrue())
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.events.lines()).containsExactly("lookup near STALE");
	}

	@Test
	void doesNotMarkWhatIsKept() {
		StepVerifier.create(this.store.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.kept.find(Entries.key(1)))
			.assertNext((entry) -> assertThat(entry.isStale()).isFalse())
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void findsNothingThatIsKnownToBeInvalid() {
		this.view.apply(11, Invalidation.ofTags(Set.of(CacheTag.of("thing", 1))));

		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
		assertThat(this.events.lines()).isEmpty();
	}

	@Test
	void findsNothingThatHasExpired() {
		this.clock.move(Duration.ofMinutes(1));

		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
	}

	@Test
	void keepsNothing() {
		StepVerifier
			.create(this.store.put(Entries.entry(2, "two", this.clock.instant(), Stamp.below("h", 10)))
				.then(this.kept.find(Entries.key(2))))
			.expectComplete()
			.verify(TIMEOUT);
	}

}
