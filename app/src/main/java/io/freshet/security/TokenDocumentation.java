package io.freshet.security;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * What the documentation says of tokens for development.
 */
@Tag(name = "Development tokens", description = "There as long as no issuer of tokens is configured")
interface TokenDocumentation {

	@Operation(summary = "Ask for a token",
			description = "Users: `admin`, `editor` and `reader`, each with the name as password."
					+ " A form with the same fields is accepted as well.")
	@SecurityRequirements
	@ApiResponse(responseCode = "200", description = "The token")
	@ApiResponse(responseCode = "401", description = "No user has this name and this password",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:wrong-credentials",
							  "title": "Wrong credentials",
							  "status": 401,
							  "detail": "No user has this name and this password",
							  "instance": "/api/v1/auth/token"
							}""")))
	Mono<ResponseEntity<Token>> issue(Credentials credentials);

	@Hidden
	Mono<ResponseEntity<Token>> issueForForm(Credentials credentials);

}
