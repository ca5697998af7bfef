package io.freshet.posts;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.freshet.tags.Slug;
import io.freshet.tags.TagLabel;

/**
 * Posts for tests.
 */
final class PostSamples {

	private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

	private PostSamples() {
	}

	static Post post(long id, String title, String... slugs) {
		List<TagLabel> tags = Arrays.stream(slugs)
			.map((slug) -> new TagLabel(Slug.of(slug), slug, slug.length()))
			.toList();
		return new Post(PostId.of(id), title, "Body", "ada", tags, 7, NOON, NOON);
	}

}
