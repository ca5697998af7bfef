package io.freshet.admin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the API documentation says of events, kept apart from what is done.
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
interface EventsDocumentation {

	@Operation(summary = "Watch the caches",
			description = """
					Server-sent events: `instances` with what `/api/v1/cache/instances` says, at the interval; `audit` with each line of the audit trail that is begun or
					completed. Who reads slowly gets the newest. The stream ends when the token expires, and when the instance stops.""",
			parameters = @Parameter(name = EventsController.INTERVAL, in = ParameterIn.QUERY,
					description = "Time between two states, 1s to 60s",
					schema = @Schema(type = "string", defaultValue = "1s"), example = "5s"))
	@ApiResponse(responseCode = "200", description = "The events, without an end",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
					examples = @ExampleObject("""
							event:instances
							id:i1795377600000
							data:{"at":"2026-11-22T20:00:00Z","complete":true,"cluster":{},"instances":[]}

							""")))
	ResponseEntity<Flux<ServerSentEvent<Object>>> events(ServerWebExchange exchange);

}
