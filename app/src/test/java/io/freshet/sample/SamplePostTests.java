package io.freshet.sample;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplePostTests {

	private static final Instant NOW = Instant.parse("2026-11-22T09:30:00Z");

	private final List<SamplePost> posts = SamplePost.all(SampleMaterial.load(), NOW);

	@Test
	void areThreeHundredOfDifferentTitles() {
		assertThat(this.posts).hasSize(300).extracting(SamplePost::title).doesNotHaveDuplicates();
	}

	@Test
	void areTheSameEachTime() {
		assertThat(SamplePost.all(SampleMaterial.load(), NOW)).isEqualTo(this.posts);
	}

	@Test
	void areShortAndLong() {
		assertThat(this.posts).extracting((post) -> post.body().length())
			.allSatisfy((length) -> assertThat(length).isBetween(200, 6000))
			.anySatisfy((length) -> assertThat(length).isLessThan(500))
			.anySatisfy((length) -> assertThat(length).isGreaterThan(5000));
	}

	@Test
	void areSpreadOverTwoYears() {
		assertThat(this.posts).extracting(SamplePost::createdAt)
			.isSorted()
			.allSatisfy((time) -> assertThat(time).isBetween(NOW.minusSeconds(730 * 86_400L), NOW));
	}

	@Test
	void haveOneToThreeTags() {
		assertThat(this.posts)
			.allSatisfy((post) -> assertThat(post.tags()).hasSizeBetween(1, 3).doesNotHaveDuplicates());
	}

}
