package io.freshet.tags.web;

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
import org.springdoc.core.annotations.ParameterObject;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * What the API documentation says of tags, kept apart from what they do.
 */
@Tag(name = "Tags", description = "The tags that posts carry, with the number of posts of each")
interface TagsDocumentation {

	String SLUG = "Identity of the tag";

	@Operation(operationId = "listTags", summary = "List tags",
			description = "Sorts by `name` (default, ascending), `postCount` or `createdAt`.")
	@ApiResponse(responseCode = "200", description = "One page of the tags",
			headers = {
					@Header(name = PageHeaders.TOTAL_COUNT, description = "Number of all tags",
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
							  "detail": "Parameter 'size' is '1000' but must be a number from 1 to 100",
							  "parameter": "size",
							  "allowed": "a number from 1 to 100"
							}""")))
	Mono<ResponseEntity<PageView<TagView>>> list(@ParameterObject PageParameters parameters);

	@Operation(operationId = "findTag", summary = "Read a tag")
	@ApiResponse(responseCode = "200", description = "The tag",
			headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"3-12\"")))
	@ApiResponse(responseCode = "304", description = "The tag is as `If-None-Match` says", content = @Content)
	@ApiResponse(responseCode = "404", description = "There is no such tag",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:tag-not-found",
							  "title": "Tag not found",
							  "status": 404,
							  "detail": "There is no tag 'spring-webflux'"
							}""")))
	Mono<ResponseEntity<TagView>> find(@Parameter(description = SLUG, example = "spring-webflux") String slug);

	@Operation(operationId = "createTag", summary = "Create a tag",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = NewTagRequest.class),
							examples = { @ExampleObject(name = "Slug made of the name", value = """
									{"name": "Spring WebFlux", "description": "Reactive web applications"}"""),
									@ExampleObject(name = "Slug chosen", value = """
											{"slug": "c-sharp", "name": "C#"}""") })))
	@ApiResponse(responseCode = "201", description = "The new tag",
			headers = {
					@Header(name = HttpHeaders.LOCATION,
							schema = @Schema(type = "string", example = "/api/v1/tags/spring-webflux")),
					@Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"1-0\"")) })
	@ApiResponse(responseCode = "400", description = "The body is no valid tag",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "409", description = "The slug is taken",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:tag-exists",
							  "title": "Tag exists",
							  "status": 409,
							  "detail": "There is a tag 'spring-webflux' already; choose another slug",
							  "slug": "spring-webflux"
							}""")))
	@ApiResponse(responseCode = "422", description = "No slug was sent, and none can be made of the name",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	Mono<ResponseEntity<TagView>> create(NewTagRequest body);

	@Operation(operationId = "replaceTag", summary = "Replace name and description of a tag",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = TagRequest.class), examples = @ExampleObject("""
									{"name": "WebFlux", "description": "Spring's reactive web framework"}"""))))
	@ApiResponse(responseCode = "200", description = "The tag after the change",
			headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"4-12\"")))
	@ApiResponse(responseCode = "400", description = "The body is no valid tag",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "404", description = "There is no such tag",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ConditionalWrite
	Mono<ResponseEntity<TagView>> replace(@Parameter(description = SLUG, example = "spring-webflux") String slug,
			TagRequest body, ServerHttpRequest request);

	@Operation(operationId = "patchTag", summary = "Change name or description of a tag",
			description = "A JSON merge patch (RFC 7396): absent fields stay, `null` removes.",
			requestBody = @RequestBody(required = true,
					content = {
							@Content(mediaType = MergePatches.MEDIA_TYPE,
									schema = @Schema(type = "object",
											description = "Some of the fields of `TagDetails`"),
									examples = @ExampleObject("""
											{"description": null}""")),
							@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(type = "object",
											description = "Some of the fields of `TagDetails`"),
									examples = @ExampleObject("""
											{"name": "WebFlux"}""")) }))
	@ApiResponse(responseCode = "200", description = "The tag after the change",
			headers = @Header(name = HttpHeaders.ETAG, schema = @Schema(type = "string", example = "\"4-12\"")))
	@ApiResponse(responseCode = "400", description = "The patched tag would not be valid",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "404", description = "There is no such tag",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ConditionalWrite
	Mono<ResponseEntity<TagView>> patch(@Parameter(description = SLUG, example = "spring-webflux") String slug,
			JsonNode body, ServerHttpRequest request);

	@Operation(operationId = "deleteTag", summary = "Delete a tag that no post uses")
	@ApiResponse(responseCode = "204", description = "The tag is deleted", content = @Content)
	@ApiResponse(responseCode = "404", description = "There is no such tag",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "409", description = "Posts use the tag",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class),
					examples = @ExampleObject("""
							{
							  "type": "urn:freshet:problem:tag-in-use",
							  "title": "Tag in use",
							  "status": 409,
							  "detail": "Tag 'spring-webflux' is used by 12 posts; only a tag that no post uses can be deleted",
							  "postCount": 12
							}""")))
	@ConditionalWrite
	Mono<Void> delete(@Parameter(description = SLUG, example = "spring-webflux") String slug,
			ServerHttpRequest request);

}
