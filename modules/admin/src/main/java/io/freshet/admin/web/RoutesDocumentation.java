package io.freshet.admin.web;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the API documentation says of cached routes, kept apart from what is done.
 */
@Tag(name = "Caches")
@ApiResponse(responseCode = "401", description = "There is no valid token",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(responseCode = "403", description = "The token lacks the scope `cache:admin`",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
interface RoutesDocumentation {

	@Operation(summary = "List the routes whose responses are cached",
			description = "In the order in which they are tried, with what holds for them; counts are those of this instance.")
	@ApiResponse(responseCode = "200", description = "The routes")
	Mono<ResponseEntity<List<RouteView>>> routes();

	@Operation(summary = "Change a route",
			description = """
					Switches the caching of a route off or on, or gives its responses another lifetime, on every instance and without a restart. The content is a
					JSON merge patch: `null` takes a change back. What is switched off stays stored, and is served again when it is switched on, as far as it is valid.""",
			parameters = @Parameter(name = "id", in = ParameterIn.PATH, description = "`id` of the route"),
			requestBody = @RequestBody(required = true, content = @Content(mediaType = CacheController.MERGE_PATCH,
					schema = @Schema(type = "object"),
					examples = { @ExampleObject(name = "Off", value = "{\"enabled\": false}"),
							@ExampleObject(name = "As configured", value = "{\"enabled\": null, \"ttl\": null}") })))
	@ApiResponse(responseCode = "200", description = "What holds for the route now")
	@ApiResponse(responseCode = "400", description = "The change is not understood, and nothing was changed",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "404", description = "There is no such route",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	Mono<ResponseEntity<RouteView>> change(String id, JsonNode patch, ServerWebExchange exchange);

}
