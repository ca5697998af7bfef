package io.freshet.admin.web;

import java.net.URI;

import io.freshet.admin.audit.NotAuditedException;

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
	ErrorResponse unknownCache(UnknownCacheException ex) {
		return ErrorResponse.builder(ex, HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:cache-not-found"))
			.title("Cache not found")
			.build();
	}

	@ExceptionHandler
	ErrorResponse notAudited(NotAuditedException ex) {
		return ErrorResponse.builder(ex, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:not-audited"))
			.title("Not audited")
			.build();
	}

	@ExceptionHandler
	ErrorResponse tierAway(TierAwayException ex) {
		return ErrorResponse.builder(ex, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:shared-tier-away"))
			.title("Shared tier away")
			.build();
	}

	@ExceptionHandler
	ErrorResponse unknownEntry(UnknownEntryException ex) {
		return ErrorResponse.builder(ex, HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:entry-not-found"))
			.title("Entry not found")
			.build();
	}

	@ExceptionHandler
	ErrorResponse unknownRoute(UnknownRouteException ex) {
		return ErrorResponse.builder(ex, HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:route-not-found"))
			.title("Route not found")
			.build();
	}

	@ExceptionHandler
	ErrorResponse invalidPatch(InvalidCachePatchException ex) {
		return ErrorResponse.builder(ex, HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()))
			.type(URI.create("urn:freshet:problem:invalid-member"))
			.title("Invalid member")
			.property("member", ex.member())
			.property("allowed", ex.allowed())
			.build();
	}

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
