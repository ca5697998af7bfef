package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.r2dbc.core.DatabaseClient;

import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.Backplane;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.HintSender;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.Tier;

/**
 * How long a read waits for a follower that is cut off. The clock of the view is moved by
 * hand, that of the wait is virtual.
 */
class LedgerFollowerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration BOUND = Duration.ofMillis(250);

	private static final Duration PATIENCE = Duration.ofMillis(400);

	private static final Duration MOMENT = Duration.ofMillis(1);

	private final AtomicLong nanos = new AtomicLong();

	private final FreshnessView view = new FreshnessView(BOUND, 100_000, this.nanos::get);

	/** Nobody is there, and nobody is asked. */
	private final ConnectionFactory away = ConnectionFactories.get("r2dbc:postgresql://nobody@localhost:1/nothing");

	private final LedgerFollower follower = new LedgerFollower(this.away, this.view, new LedgerFollower.Settings(
			Duration.ofDays(1), Duration.ofDays(1), BOUND, PATIENCE, Duration.ofHours(1), 1000), this.nanos::get);

	private final MovableClock clock = new MovableClock();

	private final CacheStore kept = new CaffeineStore(1_000_000, this.clock, Runnable::run, CacheRecorder.NONE);

	private final CacheStore judging = new JudgedStore(this.kept, Tier.NEAR,
			new PostgresLedger(DatabaseClient.create(this.away), this.view, this.follower,
					new HintSender(Backplane.NONE, (sending) -> true), Duration.ofHours(1)),
			CacheRecorder.NONE, this.clock);

	@BeforeEach
	void keepAnEntryAndCutTheFollowerOff() {
		Stamp stamp = Stamp.below("h", 10);
		this.view.restart(stamp, 0, List.of(), Stamp.NONE);
		StepVerifier.create(this.kept.put(Entries.entry(1, "one", this.clock.instant(), stamp)))
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void doesNotWaitWhileTheViewIsCurrent() {
		this.nanos.set(BOUND.toNanos());

		StepVerifier.withVirtualTime(this.follower::refreshed).expectComplete().verify(TIMEOUT);
	}

	@Test
	void waitsForWhatIsLeftOfItsPatience() {
		this.nanos.set(BOUND.plus(PATIENCE).dividedBy(2).toNanos());

		StepVerifier.withVirtualTime(this.follower::refreshed)
			.expectSubscription()
			.expectNoEvent(BOUND.plus(PATIENCE).dividedBy(2).minus(MOMENT))
			.thenAwait(MOMENT)
			.expectError(TimeoutException.class)
			.verify(TIMEOUT);
	}

	@Test
	void doesNotWaitOnceTheViewIsOlderThanBoundAndPatience() {
		this.nanos.set(BOUND.plus(PATIENCE).toNanos());

		StepVerifier.withVirtualTime(this.follower::refreshed).expectError(TimeoutException.class).verify(TIMEOUT);
	}

	@Test
	void doesNotWaitBeforeTheLedgerWasEverRead() {
		LedgerFollower fresh = new LedgerFollower(this.away, new FreshnessView(BOUND, 100_000, this.nanos::get),
				new LedgerFollower.Settings(Duration.ofDays(1), Duration.ofDays(1), BOUND, PATIENCE,
						Duration.ofHours(1), 1000),
				this.nanos::get);

		StepVerifier.withVirtualTime(fresh::refreshed).expectError(TimeoutException.class).verify(TIMEOUT);
	}

	@Test
	void readFindsNothingWithoutWaitingOnceTheFollowerIsCutOffForLong() {
		this.nanos.set(BOUND.plus(PATIENCE).toNanos());

		StepVerifier.withVirtualTime(() -> this.judging.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
	}

}
