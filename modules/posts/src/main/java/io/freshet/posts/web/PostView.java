package io.freshet.posts.web;

import java.time.Instant;
import java.util.List;

import io.freshet.posts.Post;
import io.freshet.posts.PostContent;
import io.freshet.tags.TagLabel;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of a post.
 */
@Schema(name = "Post")
record PostView(@Schema(description = "Identity, never changes", example = "42") long id,
		@Schema(example = "Back pressure in practice", maxLength = PostContent.TITLE_LENGTH) String title,
		@Schema(example = "A subscriber says how much it can take.", maxLength = PostContent.BODY_LENGTH) String body,
		@Schema(example = "ada") String author,
		@Schema(description = "In the order of their slugs") List<LabelView> tags,
		@Schema(description = "Grows with each change", example = "7") long version,
		@Schema(example = "2026-11-22T09:30:00Z") Instant createdAt,
		@Schema(example = "2026-11-22T10:15:30Z") Instant updatedAt) {

	static PostView of(Post post) {
		return new PostView(post.id().value(), post.title(), post.body(), post.author(),
				post.tags().stream().map(LabelView::of).toList(), post.version(), post.createdAt(), post.updatedAt());
	}

	/**
	 * Representation of a tag inside that of a post.
	 */
	@Schema(name = "TagLabel")
	record LabelView(@Schema(example = "spring-webflux") String slug, @Schema(example = "Spring WebFlux") String name) {

		static LabelView of(TagLabel tag) {
			return new LabelView(tag.slug().value(), tag.name());
		}

	}

}
