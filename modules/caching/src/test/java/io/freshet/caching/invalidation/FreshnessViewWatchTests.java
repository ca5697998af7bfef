package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.FreshnessView.Positioned;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever wants to know of a tag is told. */
class FreshnessViewWatchTests {

	private static final CacheTag TAG = CacheTag.of("freshet", "mark");

	private static final Invalidation MARKED = Invalidation.ofTags(Set.of(TAG));

	private final FreshnessView view = new FreshnessView(Duration.ofSeconds(1), 100_000, () -> 0);

	private final AtomicInteger told = new AtomicInteger();

	@BeforeEach
	void watch() {
		this.view.restart(Stamp.below("h", 10), 0, List.of(), Stamp.NONE);
		this.view.whenInvalidated(TAG, this.told::incrementAndGet);
	}

	@Test
	void ofNewsFromTheLedger() {
		this.view.advance(Stamp.below("h", 13), 0, List.of(new Positioned(11, MARKED), new Positioned(12, MARKED)));

		assertThat(this.told).as("once for all of them").hasValue(1);
	}

	@Test
	void ofAChangeOfThisInstance() {
		this.view.apply(11, MARKED);

		assertThat(this.told).hasValue(1);
	}

	@Test
	void whenEverythingBeginsAnew() {
		this.view.restart(Stamp.below("other", 5), 0, List.of(), Stamp.NONE);

		assertThat(this.told).hasValue(1);
	}

	@Test
	void butNotOfOtherTags() {
		this.view.apply(11, Invalidation.ofTags(Set.of(CacheTag.of("freshet", "other"))));
		this.view.advance(Stamp.below("h", 13), 0, List.of(new Positioned(12, Invalidation.ofPattern(KeyPattern.ALL))));
		this.view.advance(Stamp.below("h", 13), 0, List.of());

		assertThat(this.told).hasValue(0);
	}

}
