package io.freshet.tags.precondition;

import java.net.URI;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers a missing, failed or unreadable condition with a problem document.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class PreconditionProblems {

	@ExceptionHandler
	ErrorResponse required(PreconditionRequiredException ex) {
		return problem(ex, HttpStatus.PRECONDITION_REQUIRED, "precondition-required", "Precondition required");
	}

	@ExceptionHandler
	ErrorResponse failed(PreconditionFailedException ex) {
		return problem(ex, HttpStatus.PRECONDITION_FAILED, "precondition-failed", "Precondition failed");
	}

	@ExceptionHandler
	ErrorResponse malformed(MalformedIfMatchException ex) {
		return problem(ex, HttpStatus.BAD_REQUEST, "malformed-if-match", "Malformed If-Match");
	}

	private static ErrorResponse problem(Exception ex, HttpStatus status, String type, String title) {
		return ErrorResponse.builder(ex, status, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:" + type))
			.title(title)
			.build();
	}

}
