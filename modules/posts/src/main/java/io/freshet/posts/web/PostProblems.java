package io.freshet.posts.web;

import java.net.URI;

import io.freshet.posts.PostNotFoundException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers what posts refuse with a problem document.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class PostProblems {

	@ExceptionHandler
	ErrorResponse notFound(PostNotFoundException ex) {
		return ErrorResponse.builder(ex, HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:post-not-found"))
			.title("Post not found")
			.build();
	}

}
