package io.freshet.admin.web;

import io.freshet.admin.web.AuditController.AuditView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the API documentation says of the audit trail, kept apart from what is done.
 */
@Tag(name = "Caches")
@ApiResponse(responseCode = "400", description = "The request is not understood",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(responseCode = "401", description = "There is no valid token",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(responseCode = "403", description = "The token lacks the scope `cache:admin`",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
interface AuditDocumentation {

	@Operation(summary = "Read who did what to the caches",
			description = """
					Each clearing (other than a dry run), purge, removal and change is written down before it is done, and completed afterwards. A line that
					stays `begun` tells of an instance that ended in between. If a line cannot be written nothing is done, and the answer is 503.""",
			parameters = {
					@Parameter(name = AuditController.BEFORE, in = ParameterIn.QUERY,
							description = "Number of the line before which to begin; the newest lines if absent",
							schema = @Schema(type = "integer", format = "int64")),
					@Parameter(name = AuditController.LIMIT, in = ParameterIn.QUERY,
							schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50")) })
	@ApiResponse(responseCode = "200", description = "The lines, the newest first")
	Mono<ResponseEntity<AuditView>> audit(ServerWebExchange exchange);

}
