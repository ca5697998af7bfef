package io.freshet.tags.web;

import java.util.Optional;

import io.freshet.tags.Slug;
import io.freshet.tags.TagDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a tag that it creates.
 */
@Schema(name = "NewTag")
record NewTagRequest(
		@Schema(description = "Identity; made of the name if absent", example = "spring-webflux",
				nullable = true) @Size(max = Slug.MAX_LENGTH) @Pattern(regexp = Slug.SYNTAX) @Nullable String slug,
		@Schema(example = "Spring WebFlux") @NotBlank @Size(max = TagDetails.NAME_LENGTH) @Pattern(
				regexp = TagRequest.NO_NUL, message = TagRequest.NO_NUL_MESSAGE) String name,
		@Schema(example = "Reactive web applications", nullable = true) @Size(
				max = TagDetails.DESCRIPTION_LENGTH) @Pattern(regexp = TagRequest.NO_NUL,
						message = TagRequest.NO_NUL_MESSAGE) @Nullable String description) {

	Slug identity() {
		return Optional.ofNullable(this.slug)
			.map(Slug::of)
			.or(() -> Slug.derivedFrom(this.name))
			.orElseThrow(() -> new SlugRequiredException(this.name));
	}

	TagDetails details() {
		return new TagDetails(this.name, this.description);
	}

}
