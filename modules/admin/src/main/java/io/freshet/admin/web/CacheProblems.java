package io.freshet.admin.web;

import java.net.URI;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers what is not understood with a problem document.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class CacheProblems {

	@ExceptionHandler
	ErrorResponse invalidClear(InvalidClearException ex) {
		return ErrorResponse.builder(ex, HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:invalid-parameter"))
			.title("Invalid parameter")
			.property("parameter", ex.parameter())
			.property("allowed", ex.allowed())
			.build();
	}

}
