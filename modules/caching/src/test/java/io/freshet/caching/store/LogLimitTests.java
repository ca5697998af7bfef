package io.freshet.caching.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogLimitTests {

	private final AtomicLong nanos = new AtomicLong();

	private final List<Long> lines = new ArrayList<>();

	private final LogLimit limit = new LogLimit(this.nanos::get);

	@ParameterizedTest
	@ValueSource(longs = { 0, -60_000_000_000L, Long.MAX_VALUE - 1, Long.MIN_VALUE })
	void letsOneLineAMinuteThroughAndSaysHowManyItHeldBack(long start) {
		this.nanos.set(start);

		IntStream.range(0, 1000).forEach((line) -> this.limit.log(this.lines::add));
		this.nanos.addAndGet(Duration.ofSeconds(59).toNanos());
		this.limit.log(this.lines::add);
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		this.limit.log(this.lines::add);

		assertThat(this.lines).containsExactly(0L, 1000L);
	}

	@Test
	void letsRareLinesThrough() {
		for (int line = 0; line < 5; line++) {
			this.limit.log(this.lines::add);
			this.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
		}

		assertThat(this.lines).containsExactly(0L, 0L, 0L, 0L, 0L);
	}

}
