package io.freshet.caching.load;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.SampleOutcome;
import io.freshet.caching.store.StoredEntry;

/**
 * Observes how often hits are out of date: loads the value of a few of them once more, in
 * the background and past all caches, and compares.
 * <p>
 * A difference alone says little, for the data may have changed after the hit, and word
 * of it may be on its way for as long as the bound allows. So a difference is looked at
 * again when that time has passed. If the view is current then, it knows of every change
 * that the second load can have seen; an entry that still counts as valid was not
 * invalidated by what changed its data, and is stale.
 * <p>
 * The loader runs in an empty context: without the principal, the transaction and the
 * trace of the caller.
 */
final class HitSamples {

	private static final Logger logger = LoggerFactory.getLogger(HitSamples.class);

	/** More at once would be load of its own. */
	private static final int MOST_AT_ONCE = 8;

	private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);

	/** A ledger that is never out of date has no bound to wait for. */
	private static final Duration LONGEST_BOUND = Duration.ofMinutes(1);

	private static final Duration WITHOUT_BOUND = Duration.ofSeconds(1);

	private final FreshnessView view;

	private final BackgroundWork background;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	private final EngineOptions options;

	private final AtomicInteger running = new AtomicInteger();

	HitSamples(FreshnessView view, BackgroundWork background, CacheRecorder recorder, InstantSource clock,
			EngineOptions options) {
		this.view = view;
		this.background = background;
		this.recorder = recorder;
		this.clock = clock;
		this.options = options;
	}

	/**
	 * Compares a hit with its origin, if it is drawn and not too many are being compared.
	 * Does not wait.
	 * @param reading what was read
	 * @param entry the entry that is served
	 */
	void draw(Reading reading, StoredEntry entry) {
		if (entry.kind() == EntryKind.ERROR
				|| this.options.random().getAsDouble() >= reading.policy().stalenessSampling()) {
			return;
		}
		if (this.running.incrementAndGet() > MOST_AT_ONCE) {
			this.running.decrementAndGet();
			return;
		}
		Duration age = Duration.between(entry.created(), this.clock.instant());
		Mono<SampleOutcome> compared = compare(reading, entry).doFinally((signal) -> this.running.decrementAndGet())
			.doOnNext((outcome) -> this.recorder.sampled(entry.key().cache(), outcome, age));
		if (!this.background.run(compared)) {
			this.running.decrementAndGet();
		}
	}

	private Mono<SampleOutcome> compare(Reading reading, StoredEntry entry) {
		return loadAgain(reading)
			.flatMap((fresh) -> reading.same().test(entry, fresh) ? Mono.just(SampleOutcome.SAME) : judgeLater(entry))
			.onErrorResume((ex) -> {
				logger.debug("A value could not be loaded once more to compare it: {}", entry.key(), ex);
				return Mono.just(SampleOutcome.FAILED);
			});
	}

	private Mono<StoredEntry> loadAgain(Reading reading) {
		return Mono.defer(() -> {
			CacheDependencies dependencies = CacheDependencies.open(Context.empty());
			Instant now = this.clock.instant();
			Duration patience = Objects.requireNonNullElse(reading.policy().hardTimeout(), LONGEST_LOAD);
			// As if it replaced a value: an error is an error, and nothing to remember.
			return reading.maker()
				.make(new Beginning(this.view.stamp(), now, dependencies, true))
				.contextWrite((none) -> CacheBypass.into(dependencies.into(Context.empty())))
				.timeout(patience, this.options.timer());
		});
	}

	private Mono<SampleOutcome> judgeLater(StoredEntry entry) {
		Duration bound = this.view.bound();
		return Mono.delay((bound.compareTo(LONGEST_BOUND) > 0) ? WITHOUT_BOUND : bound, this.options.timer())
			.map((late) -> isValid(entry) ? SampleOutcome.STALE : SampleOutcome.OVERTAKEN);
	}

	private boolean isValid(StoredEntry entry) {
		return this.view.isCurrent() && this.view.isValid(entry.stamp(), entry.keyText(), entry.tags());
	}

}
