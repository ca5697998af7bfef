package io.freshet.tags.web;

import java.time.Instant;

import io.freshet.tags.Slug;
import io.freshet.tags.Tag;
import io.freshet.tags.TagDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of a tag.
 */
@Schema(name = "Tag")
record TagView(
		@Schema(description = "Identity, never changes", example = "spring-webflux", pattern = Slug.SYNTAX,
				maxLength = Slug.MAX_LENGTH) String slug,
		@Schema(example = "Spring WebFlux", maxLength = TagDetails.NAME_LENGTH) String name,
		@Schema(example = "Reactive web applications", nullable = true,
				maxLength = TagDetails.DESCRIPTION_LENGTH) @Nullable String description,
		@Schema(description = "Number of posts with this tag", example = "12") long postCount,
		@Schema(description = "Grows with each change of name or description", example = "3") long version,
		@Schema(example = "2026-11-22T09:30:00Z") Instant createdAt,
		@Schema(example = "2026-11-22T10:15:30Z") Instant updatedAt) {

	static TagView of(Tag tag) {
		return new TagView(tag.slug().value(), tag.name(), tag.description(), tag.postCount(), tag.version(),
				tag.createdAt(), tag.updatedAt());
	}

}
