package io.freshet.posts.web;

import io.freshet.tags.mergepatch.MergePatches;
import io.freshet.tags.paging.PageHeaders;
import io.freshet.tags.paging.PageParameters;
import io.freshet.tags.paging.PageView;
import io.freshet.tags.precondition.ConditionalWrite;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the API documentation says of posts, kept apart from what they do.
 */
@Tag(name = "Posts", description = "Posts and their tags")
interface PostsDocumentation {

	String ID = "Identity of the post";

	String CONTENT = """
			{
			  "title": "Back pressure in practice",
			  "body": "A subscriber says how much it can take.",
			  "tags": ["reactor", "spring-webflux"]
			}""";

	String UNKNOWN_TAGS = """
			{
			  "type": "urn:freshet:problem:unknown-tags",
			  "title": "Unknown tags",
			  "status": 422,
			  "detail": "There are no such tags: fluxx; create them first",
			  "tags": ["fluxx"]
			}""";

	@Operation(operationId = "listPosts", summary = "List posts",
			description = "Sorts by `createdAt` (default, descending), `updatedAt` or `title`.")
	@ApiResponse(responseCode = "200", description = "One page of the posts",
			headers = {
					@Header(name = PageHeaders.TOTAL_COUNT, description = "Number of all posts listed",
							schema = @Schema(type = "integer")),
					@Header(name = HttpHeaders.LINK, description = "First, previous, next and last page (RFC 8288)",
							schema = @Schema(type = "string")),
					@Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string")) })
	@ApiResponse(responseCode = "304", description = "The page is as `If-None-Match` says", content = @Content)
	@ApiResponse(responseCode = "400", description = "A parameter has a value that is not allowed",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:invalid-parameter",
							  "title": "Invalid parameter",
							  "status": 400,
							  "detail": "Parameter 'page' is '-1' but must be a number, 0 or greater",
							  "parameter": "page",
							  "allowed": "a number, 0 or greater"
							}""")))
	Mono<ResponseEntity<PageView<PostView>>> list(@ParameterObject PageParameters parameters,
			@Parameter(description = "Only posts with this tag", example = "spring-webflux") @Nullable String tag);

	@Operation(operationId = "findPost", summary = "Read a post")
	@ApiResponse(responseCode = "200", description = "The post",
			headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"7-3.12\"")))
	@ApiResponse(responseCode = "304", description = "The post is as `If-None-Match` says", content = @Content)
	@ApiResponse(responseCode = "404", description = "There is no such post",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:post-not-found",
							  "title": "Post not found",
							  "status": 404,
							  "detail": "There is no post 42"
							}""")))
	Mono<ResponseEntity<PostView>> find(
			@Parameter(description = ID, example = "42", schema = @Schema(type = "integer")) String id);

	@Operation(operationId = "createPost", summary = "Publish a post", description = "The author is who is logged in.",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = PostRequest.class), examples = @ExampleObject(CONTENT))))
	@ApiResponse(responseCode = "201", description = "The new post",
			headers = {
					@Header(name = HttpHeaders.LOCATION,
							schema = @Schema(type = "string", example = "/api/v1/posts/42")),
					@Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"1-3.12\"")) })
	@ApiResponse(responseCode = "400", description = "The body is no valid post",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "422", description = "Some of the tags do not exist",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject(UNKNOWN_TAGS)))
	Mono<ResponseEntity<PostView>> create(PostRequest body, ServerWebExchange exchange);

	@Operation(operationId = "replacePost", summary = "Replace the content of a post",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = PostRequest.class), examples = @ExampleObject(CONTENT))))
	@ApiResponse(responseCode = "200", description = "The post after the change",
			headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"8-3.12\"")))
	@ApiResponse(responseCode = "400", description = "The body is no valid post",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "404", description = "There is no such post",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "422", description = "Some of the tags do not exist",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject(UNKNOWN_TAGS)))
	@ConditionalWrite
	Mono<ResponseEntity<PostView>> replace(
			@Parameter(description = ID, example = "42", schema = @Schema(type = "integer")) String id,
			PostRequest body, ServerHttpRequest request);

	@Operation(operationId = "patchPost", summary = "Change some of the content of a post",
			description = "A JSON merge patch (RFC 7396): absent fields stay, `null` removes, lists are replaced whole.",
			requestBody = @RequestBody(required = true,
					content = {
							@Content(mediaType = MergePatches.MEDIA_TYPE,
									schema = @Schema(type = "object",
											description = "Some of the fields of `PostContent`"),
									examples = @ExampleObject("""
											{"tags": ["reactor"]}""")),
							@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(type = "object",
											description = "Some of the fields of `PostContent`"),
									examples = @ExampleObject("""
											{"title": "Back pressure"}""")) }))
	@ApiResponse(responseCode = "200", description = "The post after the change",
			headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"8-3\"")))
	@ApiResponse(responseCode = "400", description = "The patched post would not be valid",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "404", description = "There is no such post",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "422", description = "Some of the tags do not exist",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject(UNKNOWN_TAGS)))
	@ConditionalWrite
	Mono<ResponseEntity<PostView>> patch(
			@Parameter(description = ID, example = "42", schema = @Schema(type = "integer")) String id, JsonNode body,
			ServerHttpRequest request);

	@Operation(operationId = "deletePost", summary = "Delete a post")
	@ApiResponse(responseCode = "204", description = "The post is deleted", content = @Content)
	@ApiResponse(responseCode = "404", description = "There is no such post",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ConditionalWrite
	Mono<Void> delete(@Parameter(description = ID, example = "42", schema = @Schema(type = "integer")) String id,
			ServerHttpRequest request);

}
