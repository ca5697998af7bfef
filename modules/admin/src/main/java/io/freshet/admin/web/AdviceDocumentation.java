package io.freshet.admin.web;

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
 * What the API documentation says of advice, kept apart from what is done.
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
interface AdviceDocumentation {

	@Operation(summary = "Ask which sizes and lifetimes would be better",
			description = """
					Tells, from a sample of the accesses to this instance since its start, which hit ratio to expect with a quarter to four times the present size of the
					near tier and lifetime of each cache, and with those that are asked about. Empty unless `freshet.caching.administration.advice` is on.""",
			parameters = {
					@Parameter(name = AdviceController.NEAR_SIZE, in = ParameterIn.QUERY,
							description = "What if the near tier had this size", schema = @Schema(type = "string"),
							example = "128MB"),
					@Parameter(name = AdviceController.TTL, in = ParameterIn.QUERY,
							description = "What if entries had this lifetime", schema = @Schema(type = "string"),
							example = "PT10M") })
	@ApiResponse(responseCode = "200", description = "The advice")
	Mono<ResponseEntity<AdviceView>> advice(ServerWebExchange exchange);

}
