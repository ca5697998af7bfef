package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

import static org.assertj.core.api.Assertions.assertThat;

class FreshnessViewTests {

	private static final Set<CacheTag> POST = Set.of(CacheTag.of("post", 1));

	private final AtomicLong nanos = new AtomicLong();

	private final FreshnessView view = new FreshnessView(Duration.ofMillis(250), 100_000, this.nanos::get);

	@Test
	void findsNothingValidBeforeTheLedgerWasRead() {
		assertThat(this.view.isCurrent()).isFalse();
		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:1", POST)).isFalse();
		assertThat(this.view.isValid(Stamp.NONE, "posts:1", POST)).isFalse();
	}

	@Test
	void isCurrentUntilTheBoundHasPassedSinceTheQueryWasSent() {
		this.view.restart(Stamp.below("h", 10), this.nanos.get(), List.of(), Stamp.NONE);

		this.nanos.addAndGet(Duration.ofMillis(250).toNanos());
		assertThat(this.view.isCurrent()).isTrue();
		this.nanos.addAndGet(1);
		assertThat(this.view.isCurrent()).isFalse();
		assertThat(this.view.age()).isEqualTo(Duration.ofMillis(250).plusNanos(1));
	}

	@Test
	void countsTheTimesThatItWasOlderThanTheBound() {
		this.nanos.set(Duration.ofHours(1).toNanos());
		assertThat(this.view.boundExcess()).as("before the ledger was read").isEqualTo(BoundExcess.NONE);
		this.view.restart(Stamp.below("h", 10), this.nanos.get(), List.of(), Stamp.NONE);

		advanceAfter(Duration.ofMillis(250));
		assertThat(this.view.boundExcess()).as("in time").isEqualTo(BoundExcess.NONE);
		advanceAfter(Duration.ofMillis(300));
		advanceAfter(Duration.ofMillis(10));
		advanceAfter(Duration.ofMillis(260));

		assertThat(this.view.boundExcess()).isEqualTo(new BoundExcess(2, Duration.ofMillis(60)));
	}

	@Test
	void countsATimeThatLastsAlready() {
		this.view.restart(Stamp.below("h", 10), this.nanos.get(), List.of(), Stamp.NONE);

		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		BoundExcess meanwhile = this.view.boundExcess();
		this.view.advance(Stamp.below("h", 10), this.nanos.get(), List.of());

		assertThat(meanwhile).isEqualTo(new BoundExcess(1, Duration.ofMillis(750)));
		assertThat(this.view.boundExcess()).isEqualTo(meanwhile);
	}

	@Test
	void countsWhatTheLedgerBrought() {
		follow(10);

		this.view.apply(11, Invalidation.ofTags(POST));
		this.view.advance(Stamp.below("h", 13), 0, List.of(tag(11, "post:1"), tag(12, "post:2")));

		assertThat(this.view.received()).isEqualTo(2);
	}

	private void advanceAfter(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		this.view.advance(Stamp.below("h", 10), this.nanos.get(), List.of());
	}

	@Test
	void invalidatesWhatDoesNotSeeTheChange() {
		follow(10);

		this.view.advance(Stamp.below("h", 12), 0, List.of(tag(11, "post:1")));

		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:1", POST)).isFalse();
		assertThat(this.view.isValid(Stamp.below("h", 12), "posts:1", POST)).isTrue();
		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:2", Set.of(CacheTag.of("post", 2)))).isTrue();
	}

	@Test
	void invalidatesASingleKeyAndLeavesTagsOfTheSameText() {
		follow(10);

		this.view.apply(11, Invalidation.ofKeys(List.of("posts:1")));

		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:1", POST)).isFalse();
		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:2", Set.of(new CacheTag("posts:1")))).isTrue();
	}

	@Test
	void invalidatesKeysThatMatchAPattern() {
		follow(10);

		this.view.apply(11, Invalidation.ofPattern(KeyPattern.of("posts:*")));

		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:1", Set.of())).isFalse();
		assertThat(this.view.isValid(Stamp.below("h", 10), "tags:1", Set.of())).isTrue();
		assertThat(this.view.isValid(Stamp.below("h", 12), "posts:1", Set.of())).isTrue();
	}

	@Test
	void keepsApartChangesThatRanAtTheSameTime() {
		follow(10);
		this.view.advance(Stamp.of("h", "10:12:10"), 0, List.of(tag(11, "post:1")));
		this.view.advance(Stamp.below("h", 13), 0, List.of(tag(10, "post:1")));

		assertThat(this.view.isValid(Stamp.of("h", "10:12:10"), "posts:1", POST)).as("sees 11, misses 10").isFalse();
		assertThat(this.view.isValid(Stamp.below("h", 13), "posts:1", POST)).isTrue();
	}

	@Test
	void takesStampsOfAnotherHistoryAsInvalid() {
		follow(10);

		this.view.restart(Stamp.below("other", 5), 0, List.of(), Stamp.NONE);

		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:1", POST)).isFalse();
		assertThat(this.view.isValid(Stamp.below("other", 5), "posts:1", POST)).isTrue();
	}

	@Test
	void movesTheNumberOnWhenAnotherHistoryBegins() {
		follow(10);
		long before = this.view.sequence();

		this.view.restart(Stamp.below("other", 5), 0, List.of(), Stamp.NONE);

		assertThat(this.view.sequence()).isGreaterThan(before);
		assertThat(this.view.changedSince(before, "posts:1", POST)).isTrue();
	}

	@Test
	void keepsItsOwnChangeThatTheFirstSnapshotDoesNotSee() {
		this.view.apply(11, Invalidation.ofTags(POST));
		this.view.apply(9, Invalidation.ofPattern(KeyPattern.of("lists:*")));

		follow(10);

		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:1", POST)).isFalse();
		assertThat(this.view.isValid(Stamp.below("h", 10), "lists:1", Set.of())).as("seen, read back").isTrue();
	}

	@Test
	void trustsNothingUpToTheStampThatCouldNotBeReadBack() {
		this.view.restart(Stamp.below("h", 10), 0, List.of(), Stamp.below("h", 10));

		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:1", POST)).isFalse();
		assertThat(this.view.needsPosition()).isTrue();

		this.view.advance(Stamp.below("h", 11), 0, List.of());

		assertThat(this.view.isValid(Stamp.below("h", 11), "posts:1", POST)).isTrue();
		assertThat(this.view.needsPosition()).isFalse();
	}

	@Test
	void staysQuickAndSafeWhenALabelWasChangedVeryOftenBeforeTheStart() {
		List<Positioned> readBack = LongStream.range(100, 100_100).mapToObj((at) -> tag(at, "post:1")).toList();

		this.view.restart(Stamp.below("h", 200_000), 0, readBack, Stamp.NONE);

		assertThat(this.view.weight()).isLessThan(2000);
		for (long seen = 0; seen <= 100_099; seen += 7) {
			assertThat(this.view.isValid(Stamp.below("h", seen), "posts:1", POST)).as("%s", seen).isFalse();
		}
		assertThat(this.view.isValid(Stamp.below("h", 150), "posts:2", Set.of())).isTrue();
		assertThat(this.view.needsPosition()).isTrue();
		this.view.advance(Stamp.below("h", 200_001), 0, List.of());
		assertThat(this.view.isValid(this.view.stamp(), "posts:1", POST)).isTrue();
		assertThat(this.view.needsPosition()).isFalse();
	}

	@Test
	void keepsFewMarksOfALabelThatThisInstanceChangesAgainAndAgainWhileItIsCutOff() {
		follow(10);

		applyOwn(11, 10_000);

		assertThat(this.view.weight()).isLessThan(5000);
		for (long seen = 10; seen <= 10_000; seen += 7) {
			assertThat(this.view.isValid(Stamp.below("h", seen), "posts:1", POST)).as("%s", seen).isFalse();
		}
		assertThat(this.view.isValid(Stamp.below("h", 10), "posts:2", Set.of())).as("another label").isTrue();
		assertThat(this.view.needsPosition()).isFalse();
	}

	@Test
	void findsWhatIsLoadedAfterManyOfItsOwnChangesValidOnceTheLedgerIsReadAgain() {
		follow(10);
		applyOwn(11, 200);
		List<Positioned> changes = LongStream.range(11, 200).mapToObj((at) -> tag(at, "post:1")).toList();

		this.view.advance(Stamp.below("h", 200), 0, changes);
		this.view.advance(Stamp.below("h", 200), 0, List.of());

		assertThat(this.view.needsPosition()).isTrue();
		this.view.advance(Stamp.below("h", 201), 0, List.of());
		assertThat(this.view.isValid(Stamp.below("h", 201), "posts:1", POST)).isTrue();
		assertThat(this.view.isValid(Stamp.below("h", 50), "posts:1", POST)).isFalse();
	}

	@Test
	void doesNotTakeASnapshotThatWasUnderWayForOneThatSeesItsOwnChanges() {
		follow(10);
		applyOwn(12, 200);
		this.view.apply(11, Invalidation.ofTags(POST));
		applyOwn(200, 300);

		this.view.advance(Stamp.of("h", "11:200:11"), 0, List.of());

		assertThat(this.view.isValid(Stamp.of("h", "11:301:11"), "posts:1", POST)).as("misses 11").isFalse();
	}

	@Test
	void keepsManyOfItsOwnChangesInForceWhenTheDatabaseBeginsAnotherHistory() {
		follow(10);
		applyOwn(11, 200);

		this.view.restart(Stamp.below("other", 11), 0, List.of(), Stamp.NONE);

		assertThat(this.view.isValid(Stamp.of("other", "11:201:11"), "posts:1", POST)).as("misses 11").isFalse();
	}

	@Test
	void tellsWhetherSomethingChangedSinceANumber() {
		follow(10);
		long before = this.view.sequence();

		this.view.apply(11, Invalidation.ofTags(POST));

		assertThat(this.view.changedSince(before, "posts:1", POST)).isTrue();
		assertThat(this.view.changedSince(before, "posts:2", Set.of())).isFalse();
		assertThat(this.view.changedSince(this.view.sequence(), "posts:1", POST)).isFalse();
	}

	@Test
	void confirmingItsOwnChangeIsNoNewChange() {
		follow(10);
		this.view.apply(11, Invalidation.ofTags(POST));
		long before = this.view.sequence();

		this.view.advance(Stamp.below("h", 12), 0, List.of(tag(11, "post:1")));

		assertThat(this.view.changedSince(before, "posts:1", POST)).isFalse();
	}

	@Test
	void saysThatAnythingMayHaveChangedSinceItForgot() {
		FreshnessView small = new FreshnessView(Duration.ofSeconds(1), 400, this.nanos::get);
		small.restart(Stamp.below("h", 10), 0, List.of(), Stamp.NONE);
		long before = small.sequence();
		small.advance(Stamp.below("h", 12), 0, List.of(tag(11, "post:1")));

		small.advance(Stamp.below("h", 15), 0, List.of(tag(12, "a:1"), tag(13, "a:2"), tag(14, "a:3")));

		assertThat(small.changedSince(before, "posts:1", POST)).isTrue();
		assertThat(small.isValid(Stamp.below("h", 10), "posts:1", POST)).isFalse();
	}

	@Test
	void neverFindsAForgottenInvalidationObeyed() throws InterruptedException {
		AtomicBoolean wrong = new AtomicBoolean();
		AtomicBoolean done = new AtomicBoolean();
		FreshnessView small = new FreshnessView(Duration.ofSeconds(1), 400, this.nanos::get);
		small.restart(Stamp.below("h", 10), 0, List.of(tag(10, "post:1")), Stamp.NONE);
		Thread reader = new Thread(() -> {
			while (!done.get()) {
				Stamp seen = small.stamp();
				// Of the history that is followed now, from before its first change.
				Stamp early = Stamp.below(seen.history(), 10);
				if (small.isValid(early, "posts:1", POST)) {
					wrong.set(true);
				}
			}
		});

		reader.start();
		for (int round = 0; round < 5_000 && !wrong.get(); round++) {
			small.restart(Stamp.below("h" + round, 11), 0, List.of(tag(10, "post:1")), Stamp.NONE);
			small.advance(Stamp.below("h" + round, 14), 0, List.of(tag(11, "a:1"), tag(12, "a:2"), tag(13, "a:3")));
		}
		done.set(true);
		reader.join();

		assertThat(wrong).isFalse();
	}

	private void follow(long ceiling) {
		this.view.restart(Stamp.below("h", ceiling), 0, List.of(), Stamp.NONE);
	}

	/** Changes of this instance that the ledger has not confirmed, at each position. */
	private void applyOwn(long from, long to) {
		LongStream.range(from, to).forEach((at) -> this.view.apply(at, Invalidation.ofTags(POST)));
	}

	private static Positioned tag(long position, String tag) {
		return new Positioned(position, Invalidation.ofTags(List.of(new CacheTag(tag))));
	}

}
