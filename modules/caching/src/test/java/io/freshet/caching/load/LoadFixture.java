package io.freshet.caching.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.json.JsonMapper;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.LeaseStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.Tier;

/**
 * An engine over a near tier and a ledger in memory.
 */
final class LoadFixture {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	static final Duration LONGEST_LIFETIME = Duration.ofHours(1);

	/** The length of several values, in bytes, from which on they are not kept. */
	static final int LONGEST_STREAM = 1000;

	final MovableClock clock = new MovableClock();

	final LocalLedger ledger = new LocalLedger(1_000_000);

	final RecordedEvents events = new RecordedEvents();

	final CacheStore near = new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE);

	final TransactionalInvalidator invalidator = new TransactionalInvalidator(this.ledger);

	final AtomicReference<CachePolicy> policy = new AtomicReference<>(
			CachePolicy.ttl(Duration.ofMinutes(5)).negativeTtl(Duration.ofSeconds(30)).build());

	final PolicyOverrides overrides = new LocalPolicyOverrides();

	final AtomicReference<Double> random = new AtomicReference<>(0.0);

	/** Ends the waiting for loads; stands still until it is moved. */
	final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	final BackgroundWork background;

	final CacheEngine engine;

	final EngineCacheManager caches;

	LoadFixture() {
		this(1000, UnaryOperator.identity());
	}

	LoadFixture(int backgroundLimit, UnaryOperator<CacheStore> around) {
		this.background = new BackgroundWork(backgroundLimit);
		CacheStore judged = new JudgedStore(this.near, Tier.NEAR, this.ledger, this.events, this.clock);
		this.engine = new CacheEngine(around.apply(judged), new NoStore(), this.ledger, this.background, this.events,
				this.clock,
				new EngineOptions(LONGEST_LIFETIME, LeaseStore.NONE, this.overrides, this.random::get, this.timer)
					.withLongestStream(LONGEST_STREAM));
		this.caches = new EngineCacheManager(this.engine, this.invalidator, (name) -> this.policy.get(),
				JsonMapper.builder().build());
	}

	ReactiveCache<String> texts() {
		return this.caches.cache("texts", String.class);
	}

	/** A cache with settings of its own. */
	ReactiveCache<String> texts(CachePolicyBuilder builder) {
		return texts().with((policy) -> builder.build());
	}

	/** Lets time pass for entries and for those who wait. */
	void pass(Duration time) {
		this.clock.move(time);
		this.timer.advanceTimeBy(time);
	}

	void invalidate(CacheTag... tags) {
		this.ledger.committed(0, Invalidation.ofTags(List.of(tags)));
	}

	long loads() {
		return this.events.count("load") + this.events.count("load failed");
	}

	static <T> T get(Mono<T> mono) {
		return mono.blockOptional(TIMEOUT).orElseThrow();
	}

}
