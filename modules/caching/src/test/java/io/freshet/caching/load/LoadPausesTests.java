package io.freshet.caching.load;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.freshet.caching.store.Entries;

import static org.assertj.core.api.Assertions.assertThat;

class LoadPausesTests {

	private final LoadPauses pauses = new LoadPauses();

	@Test
	void endWhenTheirTimeHasPassed() {
		this.pauses.begin(Entries.key(1), 1000, 500);

		assertThat(this.pauses.isPaused(Entries.key(1), 1499)).isTrue();
		assertThat(this.pauses.isPaused(Entries.key(2), 1499)).isFalse();
		assertThat(this.pauses.isPaused(Entries.key(1), 1500)).isFalse();
	}

	@Test
	void areNoneIfTheyLastNoTime() {
		this.pauses.begin(Entries.key(1), 1000, 0);

		assertThat(this.pauses.isPaused(Entries.key(1), 1000)).isFalse();
	}

	@Test
	void areOfBoundedNumberAndMakeRoomWhenTheyHaveEnded() {
		IntStream.range(0, 10_000).forEach((key) -> this.pauses.begin(Entries.key(key), 1000, 500));

		this.pauses.begin(Entries.key("one more"), 1000, 500);
		assertThat(this.pauses.isPaused(Entries.key("one more"), 1000)).as("no room").isFalse();
		this.pauses.begin(Entries.key("one more"), 2001, 500);

		assertThat(this.pauses.isPaused(Entries.key("one more"), 2001)).isTrue();
	}

}
