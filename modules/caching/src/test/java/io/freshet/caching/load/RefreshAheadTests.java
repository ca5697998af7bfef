package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.RefreshAhead;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;

class RefreshAheadTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final Duration TTL = Duration.ofMinutes(10);

	private final LoadFixture fixture = new LoadFixture();

	private final ReactiveCache<String> cache = this.fixture
		.texts(CachePolicy.ttl(TTL).refreshAhead(RefreshAhead.fromAge(0.8)));

	private final TestPublisher<String> origin = TestPublisher.create();

	private final List<String> answers = new ArrayList<>();

	private final CacheDependencies outer = CacheDependencies.open(Context.empty());

	@Test
	void asksNobodyWhileAnEntryIsYoung() {
		read(Mono.just("old"));

		this.fixture.pass(Duration.ofMinutes(8).minusMillis(1));
		read(this.origin.mono());

		assertThat(this.answers).containsExactly("old", "old");
		this.origin.assertWasNotSubscribed();
	}

	@Test
	void loadsOnceBehindTheBackOfThoseWhoHit() {
		read(Mono.just("old"));
		this.fixture.pass(Duration.ofMinutes(9));

		read(this.origin.mono());
		read(this.origin.mono());
		assertThat(this.answers).containsExactly("old", "old", "old");
		assertThat(this.fixture.events.count("refresh")).isOne();
		this.origin.emit("new");
		read(Mono.error(new IllegalStateException("not asked")));

		assertThat(this.answers).endsWith("new");
		assertThat(this.outer.isStale()).as("nothing was stale").isFalse();
		assertThat(this.fixture.events.hits()).isEqualTo(3);
	}

	@Test
	void goesOnServingAndWaitsAWhileAfterARefreshFailed() {
		read(Mono.just("old"));
		this.fixture.pass(Duration.ofMinutes(9));
		read(Mono.error(new IllegalStateException("no")));

		read(this.origin.mono());
		this.origin.assertWasNotSubscribed();
		this.fixture.pass(CachePolicy.DEFAULT_RETRY_AFTER);
		read(this.origin.mono());

		this.origin.assertSubscribers(1);
		assertThat(this.answers).hasSize(4).containsOnly("old");
	}

	@Test
	void doesNotKeepWhatWasInvalidatedWhileItWasRefreshed() {
		read(Mono.just("old"));
		this.fixture.pass(Duration.ofMinutes(9));
		read(this.origin.mono());

		this.fixture.invalidate(TAG);
		this.origin.emit("read before the invalidation");
		read(Mono.just("new"));

		assertThat(this.answers).containsExactly("old", "old", "new");
	}

	@Test
	void letsARefreshWaitWhereNoMoreLoadsAreTakenOn() {
		LoadFixture full = new LoadFixture(0, (store) -> store);
		ReactiveCache<String> crowded = full.texts(CachePolicy.ttl(TTL).refreshAhead(RefreshAhead.fromAge(0.5)));
		Mono.just("old").transformDeferred(crowded.caching(KEY, TAG)).subscribe(this.answers::add);
		full.pass(Duration.ofMinutes(9));

		this.origin.mono().transformDeferred(crowded.caching(KEY, TAG)).subscribe(this.answers::add);

		assertThat(this.answers).containsExactly("old", "old");
		this.origin.assertWasNotSubscribed();
	}

	@Test
	void doesNotRefreshAtTheSameTimeInAllInstances() {
		MovableClock clock = new MovableClock();
		StoredEntry entry = entry(clock, Duration.ZERO);
		CachePolicy policy = CachePolicy.ttl(TTL).refreshAhead(RefreshAhead.fromAge(0.8)).build();
		clock.move(Duration.ofSeconds(510));

		long due = IntStream.range(0, 1000)
			.filter((seed) -> ReadDecision.of(entry, policy, clock.millis(), false, seed,
					() -> 0) == ReadDecision.SERVE_AND_REFRESH)
			.count();

		assertThat(due).as("half of the time has passed in which they begin").isBetween(400L, 600L);
	}

	@ParameterizedTest
	@CsvSource({ "0.0, SERVE", "0.9, SERVE", "0.96, SERVE_AND_REFRESH" })
	void refreshesWithAProbabilityThatGrowsWithTheTimeOfALoad(double random, ReadDecision decision) {
		MovableClock clock = new MovableClock();
		StoredEntry entry = entry(clock, Duration.ofSeconds(20));
		CachePolicy policy = CachePolicy.ttl(TTL).refreshAhead(RefreshAhead.withBeta(1)).build();

		clock.move(TTL.minusSeconds(60));

		// 20 s times -ln(1 - random) must reach the 60 s that are left: random >= 0.9502
		assertThat(ReadDecision.of(entry, policy, clock.millis(), false, 1, () -> random)).isEqualTo(decision);
	}

	private static StoredEntry entry(MovableClock clock, Duration loadTime) {
		return new StoredEntry(Entries.key(1), EntryKind.ONE, new byte[0],
				new EntryTimes(clock.instant(), clock.instant().plus(TTL), clock.instant().plus(TTL), loadTime),
				Set.of(), new LoadFixture().engine.stamp());
	}

	private void read(Mono<String> from) {
		from.transformDeferred(this.cache.caching(KEY, TAG))
			.contextWrite(this.outer::into)
			.subscribe(this.answers::add, (ex) -> this.answers.add(ex.toString()));
	}

}
