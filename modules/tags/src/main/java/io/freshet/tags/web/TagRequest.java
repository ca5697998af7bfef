package io.freshet.tags.web;

import io.freshet.tags.TagDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say of a tag that exists.
 */
@Schema(name = "TagDetails")
record TagRequest(
		@Schema(example = "Spring WebFlux") @NotBlank @Size(max = TagDetails.NAME_LENGTH) @Pattern(
				regexp = TagRequest.NO_NUL, message = TagRequest.NO_NUL_MESSAGE) String name,
		@Schema(example = "Reactive web applications", nullable = true) @Size(
				max = TagDetails.DESCRIPTION_LENGTH) @Pattern(regexp = TagRequest.NO_NUL,
						message = TagRequest.NO_NUL_MESSAGE) @Nullable String description) {

	/**
	 * PostgreSQL keeps every character but this one.
	 */
	static final String NO_NUL = "^[^\\x00]*$";

	static final String NO_NUL_MESSAGE = "must not contain the character U+0000";

	static TagRequest of(TagDetails details) {
		return new TagRequest(details.name(), details.description());
	}

	TagDetails details() {
		return new TagDetails(this.name, this.description);
	}

}
