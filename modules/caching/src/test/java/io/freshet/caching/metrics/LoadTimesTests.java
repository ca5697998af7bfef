package io.freshet.caching.metrics;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.freshet.caching.CacheName;

import static org.assertj.core.api.Assertions.assertThat;

class LoadTimesTests {

	private static final CacheName POSTS = CacheName.of("posts");

	private final CacheStatistics statistics = new CacheStatistics();

	@Test
	void areZeroBeforeTheFirstLoad() {
		assertThat(LoadTimes.NONE.percentile(0.99)).isZero();
		assertThat(times().percentile(0.5)).isZero();
	}

	@Test
	void tellPercentilesToWithinAFifth() {
		IntStream.rangeClosed(1, 1000)
			.forEach((millis) -> this.statistics.load(POSTS, Duration.ofMillis(millis), millis % 10 != 0));

		assertThat(times().total()).isEqualTo(1000);
		assertThat(times().percentile(0.5)).isBetween(Duration.ofMillis(500), Duration.ofMillis(600));
		assertThat(times().percentile(0.99)).isBetween(Duration.ofMillis(990), Duration.ofMillis(1188));
		assertThat(times().percentile(1)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1200));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 100_000, 100_001, 200_000, 1_000_000, 31_000_000, 5_000_000_000L })
	void putATimeIntoTheBucketThatEndsNoEarlier(long nanos) {
		int bucket = LoadTimes.bucketOf(Duration.ofNanos(nanos));

		assertThat(LoadTimes.upperEnd(bucket).toNanos()).isGreaterThanOrEqualTo(nanos);
		assertThat((bucket > 0) ? LoadTimes.upperEnd(bucket - 1).toNanos() : -1).isLessThan(nanos);
	}

	@Test
	void putTheLongestTimesIntoTheLastBucket() {
		assertThat(LoadTimes.bucketOf(Duration.ofDays(1))).isEqualTo(LoadTimes.BUCKETS - 1);
	}

	@Test
	void addUpOverInstances() {
		this.statistics.load(POSTS, Duration.ofMillis(1), true);
		CacheStatistics other = new CacheStatistics();
		other.load(POSTS, Duration.ofMillis(1), true);
		other.load(POSTS, Duration.ofSeconds(1), true);

		LoadTimes both = times().plus(other.counts(POSTS).loadTimes()).plus(LoadTimes.NONE);

		assertThat(both.total()).isEqualTo(3);
		assertThat(both.percentile(0.6)).isLessThan(Duration.ofMillis(2));
	}

	private LoadTimes times() {
		return this.statistics.counts(POSTS).loadTimes();
	}

}
