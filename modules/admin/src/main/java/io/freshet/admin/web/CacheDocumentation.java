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
 * What the API documentation says of caches, kept apart from what is done.
 */
@Tag(name = "Caches", description = "What the caches do, and clearing them; for administrators")
@ApiResponse(responseCode = "401", description = "There is no valid token",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(responseCode = "403", description = "The token lacks the scope `cache:admin`",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
interface CacheDocumentation {

	@Operation(summary = "Look at the caches",
			description = "Counts are those of this instance since its start; `shared` and `redis` are those of all.")
	@ApiResponse(responseCode = "200", description = "The state of all caches")
	Mono<ResponseEntity<CacheStatsView>> stats();

	@Operation(summary = "Clear caches",
			description = """
					Removes the entries whose full key matches, or invalidates those that carry a cache tag, on every instance. The full key is the name of the cache, a colon
					and the key: `posts:42`, `responses:GET http://localhost:8080/api/v1/posts?size=20`. In the glob `*` stands for any characters, `?`
					for one, and a backslash takes the meaning from the character behind it. Keys of others in the same Redis are
					never touched.""",
			parameters = {
					@Parameter(name = ClearRequest.PATTERN, in = ParameterIn.QUERY,
							description = "Glob over full keys; everything if absent",
							schema = @Schema(type = "string", minLength = 1, maxLength = 1024, defaultValue = "*"),
							examples = { @ExampleObject(name = "Posts", value = "posts:*"),
									@ExampleObject(name = "Responses below a path",
											value = "responses:GET */api/v1/posts*") }),
					@Parameter(name = ClearRequest.TAG, in = ParameterIn.QUERY,
							description = "Cache tag, in place of a glob: what shows the thing that it names",
							schema = @Schema(type = "string", maxLength = 255), example = "post:42"),
					@Parameter(name = ClearRequest.DRY_RUN, in = ParameterIn.QUERY,
							description = "Whether to say only what would be removed",
							schema = @Schema(type = "boolean", defaultValue = "false")) })
	@ApiResponse(responseCode = "200", description = "What was removed, or would be",
			content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
					schema = @Schema(implementation = ClearView.class), examples = @ExampleObject("""
							{
							  "pattern": "posts:*",
							  "dryRun": false,
							  "entries": 137,
							  "near": 120,
							  "shared": 131,
							  "sharedReached": true
							}""")))
	@ApiResponse(responseCode = "400", description = "The request is not understood, and nothing was cleared",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class),
					examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:invalid-parameter",
							  "title": "Invalid parameter",
							  "status": 400,
							  "detail": "There is no parameter 'patern'; there are dryRun and pattern and tag. Nothing was cleared",
							  "parameter": "patern",
							  "allowed": ["dryRun", "pattern", "tag"]
							}""")))
	Mono<ResponseEntity<?>> clear(ServerWebExchange exchange);

	@Operation(summary = "List the caches with what holds for them",
			description = "As configured, and as changed by an administrator for all instances since.")
	@ApiResponse(responseCode = "200", description = "The caches, by name")
	Mono<ResponseEntity<List<CacheSettingView>>> caches();

	@Operation(summary = "Change a cache",
			description = """
					Switches a cache off or on, or gives what it loads from now on another lifetime, on every instance and without a restart.
					The content is a JSON merge patch: `null` takes a change back, and what is not named stays as it is.""",
			parameters = @Parameter(name = "name", in = ParameterIn.PATH, description = "Name of the cache",
					example = "posts"),
			requestBody = @RequestBody(required = true, content = @Content(mediaType = "application/merge-patch+json",
					schema = @Schema(type = "object"),
					examples = { @ExampleObject(name = "Off", value = "{\"enabled\": false}"),
							@ExampleObject(name = "A minute", value = "{\"ttl\": \"PT1M\"}"),
							@ExampleObject(name = "As configured", value = "{\"enabled\": null, \"ttl\": null}") })))
	@ApiResponse(responseCode = "200", description = "What holds for the cache now")
	@ApiResponse(responseCode = "400", description = "The change is not understood, and nothing was changed",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class),
					examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:invalid-member",
							  "title": "Invalid member",
							  "status": 400,
							  "detail": "Member 'ttl' is \"soon\" but must be a positive duration in ISO 8601, such as PT1M, or null. Nothing was changed",
							  "member": "ttl",
							  "allowed": "a positive duration in ISO 8601, such as PT1M, or null"
							}""")))
	@ApiResponse(responseCode = "404", description = "There is no cache of this name",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	Mono<ResponseEntity<CacheSettingView>> change(String name, JsonNode patch, ServerWebExchange exchange);

}
