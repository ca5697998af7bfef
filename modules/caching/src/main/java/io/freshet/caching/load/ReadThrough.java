package io.freshet.caching.load;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.LoadTimeoutException;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.Tier;

/**
 * Reads an entry and, where there is none to serve, has it loaded.
 * <p>
 * A value whose time has passed may be served where a load is late or fails. Whatever the
 * caller waited for meanwhile, the value is judged again before: it is never served once
 * an invalidation of its tags is known.
 */
final class ReadThrough {

	private final Tiers tiers;

	private final Loads loads;

	private final HitSamples samples;

	private final CacheRecorder recorder;

	private final InstantSource clock;

	private final EngineOptions options;

	private final int seed;

	ReadThrough(Tiers tiers, Loads loads, HitSamples samples, CacheRecorder recorder, InstantSource clock,
			EngineOptions options) {
		this.tiers = tiers;
		this.loads = loads;
		this.samples = samples;
		this.recorder = recorder;
		this.clock = clock;
		this.options = options;
		this.seed = (int) (options.random().getAsDouble() * Integer.MAX_VALUE);
	}

	/**
	 * Reads an entry.
	 * @param reading what to read
	 * @return the entry, never an empty one; an error of the load, this time or as it is
	 * remembered
	 */
	Mono<StoredEntry> read(Reading reading) {
		return Mono.deferContextual((context) -> found(reading)
			.flatMap((entry) -> answer(decide(entry, reading.policy()), reading, entry, context))
			.switchIfEmpty(Mono.defer(() -> {
				missed(reading);
				return load(reading, reading.policy().hardTimeout(), context);
			})));
	}

	Mono<StoredEntry> found(Reading reading) {
		return this.tiers.find(reading.key(), reading.policy().failSafe(), reading.policy().tti())
			.filter(reading.readable());
	}

	ReadDecision decide(StoredEntry entry, CachePolicy policy) {
		long now = this.clock.millis();
		return ReadDecision.of(entry, policy, now, this.loads.isPaused(entry.key(), now), this.seed,
				this.options.random());
	}

	/**
	 * Looks for an entry that is at hand and asks for nothing but to be served.
	 * @param key the key
	 * @param policy the settings
	 * @return the entry, which is not counted yet, see {@link #hit}
	 */
	@Nullable StoredEntry atHand(EntryKey key, CachePolicy policy) {
		if (policy.tti() != null) {
			// Who reads it takes note of it, and tells the shared tier from time to time.
			return null;
		}
		long now = this.clock.millis();
		StoredEntry entry = this.tiers.peek(key, now);
		return (entry != null && entry.kind() != EntryKind.ERROR
				&& ReadDecision.of(entry, policy, now, false, this.seed, this.options.random()) == ReadDecision.SERVE)
						? entry : null;
	}

	/**
	 * Counts an entry that was at hand and is served.
	 * @param entry the entry
	 * @param context the context of the caller
	 */
	void hit(StoredEntry entry, ContextView context) {
		this.recorder.hit(entry.key().cache(), Tier.NEAR);
		CacheDependencies.record(context, entry.tags());
	}

	/**
	 * Draws hits to be compared with their origin.
	 * @param reading what was read
	 * @param entry the entry that is served
	 */
	void sample(Reading reading, StoredEntry entry) {
		if (reading.policy().stalenessSampling() > 0 && !entry.isStale()) {
			this.samples.draw(reading, entry);
		}
	}

	Mono<StoredEntry> answer(ReadDecision decision, Reading reading, StoredEntry entry, ContextView context) {
		return switch (decision) {
			case SERVE -> {
				sample(reading, entry);
				yield served(entry, context);
			}
			case SERVE_AND_REFRESH -> {
				this.loads.refresh(reading.knowing(entry), context);
				yield served(entry, context);
			}
			case SERVE_STALE -> stale(entry, StaleReason.PAUSED, context);
			case SERVE_STALE_AND_REFRESH -> {
				this.loads.refresh(reading.knowing(entry), context);
				yield stale(entry, StaleReason.REVALIDATING, context);
			}
			case LOAD_OR_SERVE_STALE -> loadOrStale(reading.knowing(entry), entry, context);
		};
	}

	Mono<StoredEntry> served(StoredEntry entry, ContextView context) {
		this.recorder.request(entry.key().cache(), true);
		if (entry.isStale()) {
			this.recorder.stale(entry.key().cache(), StaleReason.UNJUDGED);
		}
		if (entry.kind() == EntryKind.ABSENT) {
			this.recorder.absence(entry.key().cache());
		}
		if (entry.kind() == EntryKind.ERROR) {
			this.recorder.rememberedError(entry.key().cache());
		}
		return used(entry, context);
	}

	Mono<StoredEntry> stale(StoredEntry entry, StaleReason reason, ContextView context) {
		this.recorder.request(entry.key().cache(), true);
		this.recorder.stale(entry.key().cache(), reason);
		StoredEntry stale = entry.asStale();
		record(stale, context);
		return Mono.just(stale);
	}

	/**
	 * What the caller makes depends on the entry from here on.
	 */
	static void record(StoredEntry entry, ContextView context) {
		CacheDependencies.record(context, entry.tags());
		if (entry.isStale()) {
			CacheDependencies.recordStale(context);
		}
	}

	private Mono<StoredEntry> loadOrStale(Reading reading, StoredEntry stale, ContextView context) {
		CachePolicy policy = reading.policy();
		Mono<StoredEntry> load = loaded(reading, context).doOnNext((entry) -> missed(reading))
			.onErrorResume((ex) -> staleIfGood(reading, stale, StaleReason.FAILED_LOAD, context)
				.switchIfEmpty(Mono.error(ex)));
		Duration patience = shorter(policy.softTimeout(), policy.hardTimeout());
		return (patience == null) ? load
				: load.timeout(patience, staleIfGood(reading, stale, StaleReason.SLOW_LOAD, context)
					.switchIfEmpty(load(reading, rest(policy.hardTimeout(), patience), context)), this.options.timer());
	}

	Mono<StoredEntry> staleIfGood(Reading reading, StoredEntry stale, StaleReason reason, ContextView context) {
		return Mono.defer(() -> {
			if (this.tiers.isStillGood(stale, reading.policy().failSafe())) {
				return stale(stale, reason, context);
			}
			missed(reading);
			return Mono.empty();
		});
	}

	private Mono<StoredEntry> load(Reading reading, @Nullable Duration patience, ContextView context) {
		Mono<StoredEntry> load = loaded(reading, context);
		return (patience == null) ? load
				: load.timeout(patience, timedOut(reading.key().cache(), reading.policy()), this.options.timer());
	}

	<T> Mono<T> timedOut(CacheName cache, CachePolicy policy) {
		return Mono.defer(() -> {
			this.recorder.loadTimeout(cache);
			Duration waited = Objects.requireNonNullElse(policy.hardTimeout(), Duration.ZERO);
			return Mono.error(new LoadTimeoutException(cache, waited));
		});
	}

	private Mono<StoredEntry> loaded(Reading reading, ContextView context) {
		return this.loads.load(reading).flatMap((entry) -> used(entry, context));
	}

	Mono<StoredEntry> used(StoredEntry entry, ContextView context) {
		record(entry, context);
		return (entry.kind() == EntryKind.ERROR) ? Mono.error(RememberedError.of(entry)) : Mono.just(entry);
	}

	void missed(Reading reading) {
		missed(reading.key().cache());
	}

	void missed(CacheName cache) {
		this.recorder.request(cache, false);
	}

	static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) < 0) ? one : other;
	}

	static @Nullable Duration rest(@Nullable Duration whole, Duration spent) {
		return (whole != null) ? whole.minus(spent) : null;
	}

}
