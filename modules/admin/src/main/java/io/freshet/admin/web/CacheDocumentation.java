package io.freshet.admin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

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
	Mono<ResponseEntity<ClearView>> clear(ServerWebExchange exchange);

}
