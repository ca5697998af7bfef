package io.freshet.tags.precondition;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/**
 * Documents that an operation needs {@code If-Match}, and what it answers without a
 * fitting one.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Parameter(name = "If-Match", in = ParameterIn.HEADER, required = true,
		description = "ETag of the state that the change starts from, a list of them, or `*` for any state",
		example = "\"\\\"7-3\\\"\"", schema = @Schema(type = "string"))
@ApiResponse(responseCode = "412", description = "The resource is in another state",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class),
				examples = @ExampleObject("""
						{
						  "type": "urn:freshet:problem:precondition-failed",
						  "title": "Precondition failed",
						  "status": 412,
						  "detail": "If-Match is \\"7-3\\" but the current ETag is \\"8-3\\"; read the resource again and repeat the change with its new ETag"
						}""")))
@ApiResponse(responseCode = "428", description = "`If-Match` is missing", content = @Content(
		mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(implementation = ProblemDetail.class),
		examples = @ExampleObject("""
				{
				  "type": "urn:freshet:problem:precondition-required",
				  "title": "Precondition required",
				  "status": 428,
				  "detail": "This request must be conditional: send the ETag of what you read as If-Match, or '*' for any state"
				}""")))
public @interface ConditionalWrite {

}
