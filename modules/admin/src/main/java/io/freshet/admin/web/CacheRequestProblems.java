package io.freshet.admin.web;

import java.net.URI;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers with a problem document what is not understood of a request about responses.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class CacheRequestProblems {

	@ExceptionHandler
	ErrorResponse invalid(InvalidCacheRequestException ex) {
		String where = ex.place().word();
		return ErrorResponse.builder(ex, HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:invalid-" + where))
			.title("Invalid " + where)
			.property(where, ex.name())
			.property("allowed", ex.allowed())
			.build();
	}

	@ExceptionHandler
	ErrorResponse noResponseCache(NoResponseCacheException ex) {
		return ErrorResponse.builder(ex, HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:cache-not-found"))
			.title("Cache not found")
			.build();
	}

}
