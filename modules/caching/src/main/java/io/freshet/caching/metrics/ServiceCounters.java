package io.freshet.caching.metrics;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.StaleReason;

/**
 * Counts, for one cache, the ways in which callers are served other than by a plain hit
 * or load.
 */
final class ServiceCounters {

	private final Map<StaleReason, LongAdder> stale = CacheCounters.adders(StaleReason.class);

	private final LongAdder refreshes = new LongAdder();

	private final LongAdder loadTimeouts = new LongAdder();

	private final LongAdder absences = new LongAdder();

	private final LongAdder rememberedErrors = new LongAdder();

	private final Map<LeaseOutcome, LongAdder> leases = CacheCounters.adders(LeaseOutcome.class);

	void stale(StaleReason reason) {
		Objects.requireNonNull(this.stale.get(reason)).increment();
	}

	void refresh() {
		this.refreshes.increment();
	}

	void loadTimeout() {
		this.loadTimeouts.increment();
	}

	void absence() {
		this.absences.increment();
	}

	void rememberedError() {
		this.rememberedErrors.increment();
	}

	void lease(LeaseOutcome outcome) {
		Objects.requireNonNull(this.leases.get(outcome)).increment();
	}

	ServiceCounts read() {
		return new ServiceCounts(sums(this.stale), this.refreshes.sum(), this.loadTimeouts.sum(), this.absences.sum(),
				this.rememberedErrors.sum(), sums(this.leases));
	}

	static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> adders) {
		return adders.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (entry) -> entry.getValue().sum()));
	}

}
