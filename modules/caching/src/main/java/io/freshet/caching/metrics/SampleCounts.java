package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.freshet.caching.store.SampleOutcome;

/**
 * What was observed, for one cache since the start, by loading a share of the values once
 * more that had been served as hits.
 *
 * @param outcomes how many samples ended in each way
 * @param staleAge the ages of all values that were out of date, together
 * @param oldestStale the age of the oldest one of them
 */
public record SampleCounts(Map<SampleOutcome, Long> outcomes, Duration staleAge, Duration oldestStale) {

	/**
	 * Nothing was sampled.
	 */
	public static final SampleCounts NONE = new SampleCounts(Map.of(), Duration.ZERO, Duration.ZERO);

	/**
	 * Returns how many samples ended in a way.
	 * @param outcome the way
	 * @return the number
	 */
	public long count(SampleOutcome outcome) {
		return this.outcomes.getOrDefault(outcome, 0L);
	}

	/**
	 * Returns how many samples said something.
	 * @return the number of those that were compared
	 */
	public long compared() {
		return count(SampleOutcome.SAME) + count(SampleOutcome.STALE);
	}

	/**
	 * Returns the share of values that were out of date when they were served.
	 * @return a number from 0 to 1, 0 if nothing was compared
	 */
	public double staleRatio() {
		return TierCounts.ratio(count(SampleOutcome.STALE), count(SampleOutcome.SAME));
	}

	/**
	 * Returns how old values were on the average that were out of date.
	 * @return the time since they were loaded, zero if there was none
	 */
	public Duration meanStaleAge() {
		long stale = count(SampleOutcome.STALE);
		return (stale > 0) ? this.staleAge.dividedBy(stale) : Duration.ZERO;
	}

	/**
	 * Adds the samples of another cache or instance.
	 * @param other those
	 * @return all of them
	 */
	public SampleCounts plus(SampleCounts other) {
		Map<SampleOutcome, Long> sums = new HashMap<>(this.outcomes);
		other.outcomes.forEach((outcome, count) -> sums.merge(outcome, count, Long::sum));
		Duration oldest = (this.oldestStale.compareTo(other.oldestStale) >= 0) ? this.oldestStale : other.oldestStale;
		return new SampleCounts(sums, this.staleAge.plus(other.staleAge), oldest);
	}

}
