package io.freshet.tags.web;

import java.net.URI;

import io.freshet.tags.TagExistsException;
import io.freshet.tags.TagInUseException;
import io.freshet.tags.TagNotFoundException;
import io.freshet.tags.UnknownTagsException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers what tags refuse with a problem document.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class TagProblems {

	@ExceptionHandler
	ErrorResponse notFound(TagNotFoundException ex) {
		return problem(ex, HttpStatus.NOT_FOUND, "tag-not-found", "Tag not found").build();
	}

	@ExceptionHandler
	ErrorResponse exists(TagExistsException ex) {
		return problem(ex, HttpStatus.CONFLICT, "tag-exists", "Tag exists").property("slug", ex.slug().value()).build();
	}

	@ExceptionHandler
	ErrorResponse inUse(TagInUseException ex) {
		return problem(ex, HttpStatus.CONFLICT, "tag-in-use", "Tag in use").property("postCount", ex.postCount())
			.build();
	}

	@ExceptionHandler
	ErrorResponse unknown(UnknownTagsException ex) {
		return problem(ex, HttpStatus.UNPROCESSABLE_CONTENT, "unknown-tags", "Unknown tags")
			.property("tags", ex.slugs())
			.build();
	}

	@ExceptionHandler
	ErrorResponse slugRequired(SlugRequiredException ex) {
		return problem(ex, HttpStatus.UNPROCESSABLE_CONTENT, "slug-required", "Slug required").build();
	}

	private static ErrorResponse.Builder problem(Exception ex, HttpStatus status, String type, String title) {
		return ErrorResponse.builder(ex, status, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:" + type))
			.title(title);
	}

}
