package io.freshet.posts;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.freshet.caching.CacheTag;
import io.freshet.tags.Slug;
import io.freshet.tags.paging.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PostCachesTests {

	private static final Post POST = PostSamples.post(42, "T", "a", "b");

	static Stream<Arguments> events() {
		return Stream.of(
				arguments(new PostCreated(POST), "post:42 post-list:all post-list-tagged:a post-list-tagged:b"),
				arguments(new PostCreated(PostSamples.post(42, "T")), "post:42 post-list:all"),
				arguments(new PostUpdated(POST, POST), "post:42 post-order:updated-at"),
				arguments(new PostUpdated(POST, PostSamples.post(42, "New", "a", "b")),
						"post:42 post-order:updated-at post-order:title"),
				arguments(new PostUpdated(POST, PostSamples.post(42, "T", "b", "c")),
						"post:42 post-order:updated-at post-list-tagged:a post-list-tagged:c"),
				arguments(new PostUpdated(POST, PostSamples.post(42, "New")),
						"post:42 post-order:updated-at post-order:title post-list-tagged:a post-list-tagged:b"),
				arguments(new PostDeleted(POST), "post:42 post-list:all post-list-tagged:a post-list-tagged:b"));
	}

	@ParameterizedTest
	@MethodSource("events")
	void invalidatesWhatAnEventChanged(PostEvent event, String tags) {
		assertThat(PostCaches.invalidatedBy(event)).containsExactlyInAnyOrder(tags(tags));
	}

	@Test
	void everyEventIsAmongThose() {
		Set<Class<?>> tested = Set
			.copyOf(events().map((arguments) -> (Class<?>) arguments.get()[0].getClass()).distinct().toList());

		assertThat(tested).containsExactlyInAnyOrder(PostEvent.class.getPermittedSubclasses());
	}

	@ParameterizedTest
	@CsvSource({ "CREATED_AT, , post-list:all post:42 post:43", "CREATED_AT, a, post-list-tagged:a post:42 post:43",
			"UPDATED_AT, , post-list:all post-order:updated-at post:42 post:43",
			"UPDATED_AT, a, post-list-tagged:a post-order:updated-at post:42 post:43",
			"TITLE, , post-list:all post-order:title post:42 post:43",
			"TITLE, a, post-list-tagged:a post-order:title post:42 post:43" })
	void listingCarriesWhatItShowsAndItsOrder(PostSort sort, String tag, String tags) {
		Page<Post> page = new Page<>(List.of(POST, PostSamples.post(43, "U", "a")), 2);

		assertThat(PostCaches.tagsOf(page, sort, (tag != null) ? Slug.of(tag) : null))
			.containsExactlyInAnyOrder(tags(tags));
	}

	@ParameterizedTest
	@CsvSource({ "PT-1S, PT1M", "PT0S, PT1M", "PT10M, PT1M", "PT20M, PT2M", "PT5H, PT30M", "P365D, PT30M" })
	void isKeptTheLongerTheLongerItHasBeenAsItIs(Duration age, Duration lifetime) {
		assertThat(PostCaches.lifetime(POST, POST.updatedAt().plus(age))).isEqualTo(lifetime);
	}

	private static CacheTag[] tags(String texts) {
		return Arrays.stream(texts.split(" ")).map(CacheTag::new).toArray(CacheTag[]::new);
	}

}
