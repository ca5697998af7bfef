package io.freshet.tags;

import java.time.Instant;
import java.util.Locale;

/**
 * Tags for tests.
 */
final class TagSamples {

	private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

	private TagSamples() {
	}

	static Tag tag(String slug) {
		return new Tag(Slug.of(slug), slug.toUpperCase(Locale.ROOT), null, 3, 7, NOON, NOON);
	}

	static Tag renamed(Tag tag, String name) {
		return new Tag(tag.slug(), name, tag.description(), tag.postCount(), tag.version() + 1, tag.createdAt(), NOON);
	}

	static Tag described(Tag tag, String description) {
		return new Tag(tag.slug(), tag.name(), description, tag.postCount(), tag.version() + 1, tag.createdAt(), NOON);
	}

}
