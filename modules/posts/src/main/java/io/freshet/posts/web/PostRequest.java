package io.freshet.posts.web;

import java.util.List;

import io.freshet.posts.PostContent;
import io.freshet.tags.Slug;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a post.
 */
@Schema(name = "PostContent")
record PostRequest(
		@Schema(example = "Back pressure in practice") @NotBlank @Size(max = PostContent.TITLE_LENGTH) @Pattern(
				regexp = PostRequest.NO_NUL, message = PostRequest.NO_NUL_MESSAGE) String title,
		@Schema(example = "A subscriber says how much it can take.") @NotBlank @Size(
				max = PostContent.BODY_LENGTH) @Pattern(regexp = PostRequest.NO_NUL,
						message = PostRequest.NO_NUL_MESSAGE) String body,
		@Schema(description = "Slugs of tags that exist; none if absent", example = "[\"spring-webflux\"]",
				nullable = true) @Size(max = PostContent.MAX_TAGS) @Nullable List<@NotNull @Size(
						max = Slug.MAX_LENGTH) @Pattern(regexp = Slug.SYNTAX) String> tags) {

	/**
	 * PostgreSQL keeps every character but this one.
	 */
	static final String NO_NUL = "^[^\\x00]*$";

	static final String NO_NUL_MESSAGE = "must not contain the character U+0000";

	static PostRequest of(PostContent content) {
		return new PostRequest(content.title(), content.body(), content.tags().stream().map(Slug::value).toList());
	}

	PostContent content() {
		List<String> slugs = (this.tags != null) ? this.tags : List.of();
		return PostContent.of(this.title, this.body, slugs.stream().map(Slug::of).toList());
	}

}
