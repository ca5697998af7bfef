package io.freshet.admin.web;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
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
 * What the API documentation says of the response cache, kept apart from what is done.
 */
@Tag(name = "Caches")
@ApiResponse(responseCode = "400", description = "The request is not understood, and nothing was done",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(responseCode = "401", description = "There is no valid token",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(responseCode = "403", description = "The token lacks the scope `cache:admin`",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
interface ResponseCacheDocumentation {

	@Operation(summary = "Explain what the cache does with a request",
			description = """
					Tells the key and its parts, the route and its policy, what is stored, and what would happen to the request and why.
					The handler is not asked, and nothing is counted.""",
			parameters = {
					@Parameter(name = ExplainRequest.URL, in = ParameterIn.QUERY, required = true,
							description = "URL, or path at the host of this request", schema = @Schema(type = "string"),
							example = "/api/v1/posts?size=20"),
					@Parameter(name = ExplainRequest.METHOD, in = ParameterIn.QUERY,
							schema = @Schema(type = "string", defaultValue = "GET")),
					@Parameter(name = ExplainRequest.HEADER, in = ParameterIn.QUERY,
							description = "Header field of the request; may be repeated",
							array = @ArraySchema(schema = @Schema(type = "string")),
							example = "Accept:application/json"),
					@Parameter(name = ExplainRequest.PRINCIPAL, in = ParameterIn.QUERY,
							description = "Name of who sends it, where each principal has responses of their own",
							schema = @Schema(type = "string")) })
	@ApiResponse(responseCode = "200", description = "The explanation")
	Mono<ResponseEntity<ExplanationView>> explain(ServerWebExchange exchange);

	@Operation(summary = "Purge responses",
			description = """
					Invalidates responses on every instance, those included that are being made. `url` means one URL with its query, in all
					variants; `group` is one of `Cache-Groups`, at the host of this request; `surrogateKey` one of `Surrogate-Key`; `tag` a cache tag.""",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
							examples = { @ExampleObject(name = "URL", value = "{\"url\": \"/api/v1/posts?size=20\"}"),
									@ExampleObject(name = "Cache tag", value = "{\"tag\": \"post:42\"}"),
									@ExampleObject(name = "Group", value = "{\"group\": \"posts\"}"),
									@ExampleObject(name = "Label", value = "{\"surrogateKey\": \"front-page\"}") })))
	@ApiResponse(responseCode = "200", description = "What was invalidated")
	Mono<ResponseEntity<PurgeView>> purge(JsonNode content, ServerWebExchange exchange);

	@Operation(summary = "Warm the response cache",
			description = """
					Has the application answer GET requests for up to 100 of its own URLs, without credentials, so that the responses are stored; or,
					with `tag`, `group` or `surrogateKey` in place of `urls`, for the URLs of responses that are stored, which are asked for anew, up to 1000.
					`headers` may name `Accept`, `Accept-Encoding` and `Accept-Language`.""",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"),
							examples = @ExampleObject("""
									{
									  "urls": ["/api/v1/posts", "/api/v1/tags"],
									  "headers": {"Accept": "application/json"}
									}"""))))
	@ApiResponse(responseCode = "200", description = "What came of each request, in the order of the URLs")
	Mono<ResponseEntity<List<WarmView>>> warm(JsonNode content, ServerWebExchange exchange);

}
