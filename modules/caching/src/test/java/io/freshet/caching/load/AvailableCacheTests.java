package io.freshet.caching.load;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.LastKnownStore;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.Tier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A consistent and an available cache while the ledger cannot be read.
 */
class AvailableCacheTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration FAIL_SAFE = Duration.ofMinutes(10);

	private static final CacheKey KEY = CacheKey.of(1);

	private final AtomicLong nanos = new AtomicLong();

	private final FreshnessView view = new FreshnessView(Duration.ofMillis(250), 100_000, this.nanos::get);

	private final InvalidationLedger ledger = new SilentLedger(this.view);

	private final MovableClock clock = new MovableClock();

	private final CaffeineStore near = new CaffeineStore(1_000_000, this.clock, Runnable::run, CacheRecorder.NONE);

	private final BackgroundWork background = new BackgroundWork(100);

	private final CacheEngine engine = new CacheEngine(
			new JudgedStore(this.near, Tier.NEAR, this.ledger, CacheRecorder.NONE, this.clock),
			new LastKnownStore(this.near, Tier.NEAR, this.view, CacheRecorder.NONE, this.clock), this.ledger,
			this.background, CacheRecorder.NONE, this.clock);

	private final EngineCacheManager caches = new EngineCacheManager(this.engine,
			new TransactionalInvalidator(this.ledger),
			(name) -> CachePolicy.ttl(Duration.ofHours(1))
				.failSafe(name.value().startsWith("available") ? FAIL_SAFE : Duration.ZERO)
				.build(),
			JsonMapper.builder().build());

	private final ReactiveCache<String> consistent = this.caches.cache("consistent", String.class);

	private final ReactiveCache<String> available = this.caches.cache("available", String.class);

	private final AtomicInteger loads = new AtomicInteger();

	@BeforeEach
	void fillBothAndLoseTheLedger() {
		this.view.restart(Stamp.below("h", 10), 0, List.of(), Stamp.NONE);
		assertThat(read(this.consistent)).isEqualTo("load 1");
		assertThat(read(this.available)).isEqualTo("load 2");
		pass(Duration.ofSeconds(1));
	}

	@AfterEach
	void stop() {
		this.background.close();
	}

	@Test
	void consistentOneAsksTheOrigin() {
		assertThat(read(this.consistent)).isEqualTo("load 3");
	}

	@Test
	void availableOneServesWhatItLastKnewToBeValid() {
		assertThat(read(this.available)).isEqualTo("load 2");
		StepVerifier.create(this.available.get(KEY)).expectNext("load 2").expectComplete().verify(TIMEOUT);
	}

	@Test
	void availableOneServesItForItsFailSafeTimeAndNoLonger() {
		pass(FAIL_SAFE.minusSeconds(1));
		assertThat(read(this.available)).isEqualTo("load 2");

		pass(Duration.ofSeconds(1));

		assertThat(read(this.available)).isEqualTo("load 3");
	}

	@Test
	void availableOneServesNothingThatThisInstanceInvalidatedItself() {
		this.ledger.committed(11, Invalidation.ofTags(Set.of(CacheTag.of("thing", 1))));

		assertThat(read(this.available)).isEqualTo("load 3");
	}

	@Test
	void availableOneTellsWhateverIsMadeOfItThatItMayBeStale() {
		CacheDependencies outer = CacheDependencies.open(Context.empty());

		read(this.consistent, outer);
		assertThat(outer.isStale()).isFalse();
		read(this.available, outer);

		assertThat(outer.isStale()).isTrue();
	}

	@Test
	void whatIsLoadedFromAStaleValueIsStaleForAllWhoGetIt() {
		ReactiveCache<String> above = this.caches.cache("above", String.class);
		CacheDependencies outer = CacheDependencies.open(Context.empty());

		StepVerifier
			.create(cached(this.available).map((inner) -> "of " + inner)
				.transformDeferred(above.caching(KEY, (value) -> Set.of()))
				.contextWrite(outer::into))
			.expectNext("of load 2")
			.expectComplete()
			.verify(TIMEOUT);

		assertThat(outer.isStale()).isTrue();
	}

	@Test
	void isJudgedAgainWhenTheLedgerIsBack() {
		read(this.available);

		this.view.advance(Stamp.below("h", 12), this.nanos.get(),
				List.of(new FreshnessView.Positioned(11, Invalidation.ofTags(Set.of(CacheTag.of("thing", 1))))));

		assertThat(read(this.available)).isEqualTo("load 3");
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private String read(ReactiveCache<String> cache) {
		return LoadFixture.get(cached(cache));
	}

	private void read(ReactiveCache<String> cache, CacheDependencies outer) {
		LoadFixture.get(cached(cache).contextWrite(outer::into));
	}

	private Mono<String> cached(ReactiveCache<String> cache) {
		return Mono.fromSupplier(() -> "load " + this.loads.incrementAndGet())
			.transformDeferred(cache.caching(KEY, (value) -> Set.of(CacheTag.of("thing", 1))));
	}

	/**
	 * A ledger that does not answer any more.
	 */
	private record SilentLedger(FreshnessView view) implements InvalidationLedger {

		@Override
		public Mono<Void> refreshed() {
			return Mono.error(new TimeoutException("away"));
		}

		@Override
		public Mono<Boolean> sees(FreshnessToken token) {
			return Mono.just(false);
		}

		@Override
		public Mono<Long> append(Invalidation invalidation) {
			return Mono.error(new TimeoutException("away"));
		}

		@Override
		public void committed(long position, Invalidation invalidation) {
			this.view.apply(position, invalidation);
		}

	}

}
