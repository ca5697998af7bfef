package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.Tier;
import io.freshet.caching.store.TieredStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances with a near tier each, one shared tier and leases.
 */
class LeaseTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final Duration TTL = Duration.ofMinutes(5);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

	private final MovableClock clock = new MovableClock();

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final LocalLedger ledger = new LocalLedger(1_000_000);

	private final LocalLeases leases = new LocalLeases();

	private final CacheStore shared = store();

	private final Instance one = new Instance();

	private final Instance other = new Instance();

	private final TestPublisher<String> origin = TestPublisher.create();

	private final List<String> answers = new ArrayList<>();

	@Test
	void loadsOnceForBothInstances() {
		read(this.one, this.origin.mono());
		read(this.other, notAsked());

		this.origin.emit("new");

		assertThat(this.answers).containsExactly("new", "new");
		assertThat(this.one.events.lines()).contains("lease granted", "load");
		assertThat(this.other.events.lines()).contains("lease shared").doesNotContain("load");
		assertThat(this.leases.held()).isZero();
	}

	@Test
	void keepsWhatTheOtherOneLoadedNear() {
		read(this.one, this.origin.mono());
		read(this.other, notAsked());
		this.origin.emit("new");

		read(this.other, notAsked());

		assertThat(this.other.events.lines()).endsWith("lookup near HIT");
	}

	@Test
	void looksAgainFromTimeToTimeIfNobodySaysThatItIsDone() {
		this.leases.silent = true;
		read(this.one, this.origin.mono());
		read(this.other, notAsked());
		this.origin.emit("new");
		assertThat(this.answers).containsExactly("new");

		this.timer.advanceTimeBy(Duration.ofMillis(400));

		assertThat(this.answers).containsExactly("new", "new");
	}

	@Test
	void loadsAllTheSameAfterTheLongestWait() {
		read(this.one, this.origin.mono());
		read(this.other, Mono.just("own"));

		this.timer.advanceTimeBy(LONGEST_WAIT.minusMillis(1));
		assertThat(this.answers).isEmpty();
		this.timer.advanceTimeBy(Duration.ofMillis(1));

		assertThat(this.answers).containsExactly("own");
		assertThat(this.other.events.count("lease timed-out")).isOne();
	}

	@Test
	void loadsAtOnceIfLeasesCannotBeHad() {
		this.leases.away = true;

		read(this.one, Mono.just("one"));
		read(this.other, this.origin.mono());

		assertThat(this.answers).startsWith("one");
		assertThat(this.one.events.count("lease unavailable")).isOne();
	}

	@Test
	void loadsAtOnceIfLeasesAreLostWhileItWaits() {
		read(this.one, this.origin.mono());
		read(this.other, Mono.just("own"));
		this.leases.away = true;

		this.timer.advanceTimeBy(Duration.ofMillis(20));

		assertThat(this.answers).containsExactly("own");
	}

	@Test
	void answersIfTheLeaseCannotBeGivenBack() {
		read(this.one, this.origin.mono());
		this.leases.away = true;

		this.origin.emit("new");

		assertThat(this.answers).containsExactly("new");
	}

	@Test
	void givesTheLeaseBackWhenTheLoadFailsSoThatTheOtherOneTries() {
		read(this.one, this.origin.mono());
		read(this.other, Mono.just("own"));

		this.origin.error(new IllegalStateException("no"));

		assertThat(this.answers).containsExactlyInAnyOrder("java.lang.IllegalStateException: no", "own");
		assertThat(this.leases.held()).isZero();
	}

	@Test
	void looksAgainWhenItHasWonTheLease() {
		this.leases.beforeGrant = () -> {
			this.leases.beforeGrant = () -> {
			};
			this.one.cache().with((policy) -> policy.toBuilder().lease(null).build()).put(KEY, "just now", TAG).block();
		};

		read(this.other, notAsked());

		assertThat(this.answers).containsExactly("just now");
	}

	@Test
	void neverTakesWhatWasInvalidatedWhileItWaited() {
		read(this.one, this.origin.mono());
		read(this.other, Mono.just("new"));

		this.ledger.committed(0, Invalidation.ofTags(List.of(TAG)));
		this.origin.emit("read before the invalidation");

		assertThat(this.answers).containsExactlyInAnyOrder("read before the invalidation", "new");
		assertThat(this.other.events.count("load")).isOne();
	}

	@Test
	void refreshesInOneInstanceAndSharesWithTheOther() {
		read(this.one, Mono.just("old"));
		read(this.other, notAsked());
		this.clock.move(TTL);
		this.answers.clear();

		read(this.one, this.origin.mono());
		read(this.other, notAsked());
		assertThat(this.answers).as("stale meanwhile").containsExactly("old", "old");
		this.origin.emit("new");
		read(this.one, notAsked());
		read(this.other, notAsked());

		assertThat(this.answers).containsExactly("old", "old", "new", "new");
	}

	private CacheStore store() {
		return new CaffeineStore(1_000_000, this.clock, Runnable::run, CacheRecorder.NONE);
	}

	private void read(Instance instance, Mono<String> from) {
		from.transformDeferred(instance.cache().caching(KEY, TAG))
			.subscribe(this.answers::add, (ex) -> this.answers.add(ex.toString()));
	}

	private static Mono<String> notAsked() {
		return Mono.error(() -> new IllegalStateException("not asked"));
	}

	/** One process. */
	private final class Instance {

		private final RecordedEvents events = new RecordedEvents();

		private final BackgroundWork background = new BackgroundWork(100);

		private final EngineCacheManager caches;

		Instance() {
			CacheStore store = new TieredStore(judged(store(), Tier.NEAR), judged(LeaseTests.this.shared, Tier.SHARED),
					this.background::run);
			CacheEngine engine = new CacheEngine(store, new NoStore(), LeaseTests.this.ledger, this.background,
					this.events, LeaseTests.this.clock, new EngineOptions(Duration.ofHours(1), LeaseTests.this.leases,
							new LocalPolicyOverrides(), () -> 0, LeaseTests.this.timer));
			this.caches = new EngineCacheManager(engine, new TransactionalInvalidator(LeaseTests.this.ledger),
					(name) -> CachePolicy.ttl(TTL)
						.hardTtl(TTL.multipliedBy(2))
						.softTimeout(Duration.ZERO)
						.lease(new LeasePolicy(Duration.ofSeconds(10), LONGEST_WAIT))
						.build(),
					JsonMapper.builder().build());
		}

		private CacheStore judged(CacheStore store, Tier tier) {
			return new JudgedStore(store, tier, LeaseTests.this.ledger, this.events, LeaseTests.this.clock);
		}

		ReactiveCache<String> cache() {
			return this.caches.cache("texts", String.class);
		}

	}

}
