package io.freshet.admin.web;

import io.freshet.admin.web.EntryView.DetailView;
import io.freshet.admin.web.EntryView.PageView;
import io.freshet.admin.web.EntryView.RemovalView;
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
 * What the API documentation says of entries, kept apart from what is done.
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
interface EntriesDocumentation {

	@Operation(summary = "Browse entries",
			description = """
					Lists entries of Redis, or of the memory of this instance, page after page. A page looks at 10,000 keys at the most: it may be short, or
					empty, while there is more. Entries that come or go meanwhile may be missing, or come twice.""",
			parameters = { @Parameter(name = EntriesRequest.PATTERN, in = ParameterIn.QUERY,
					description = "Glob over full keys", schema = @Schema(type = "string"), example = "posts:*"),
					@Parameter(name = EntriesRequest.TAG, in = ParameterIn.QUERY,
							description = "Cache tag that they carry", schema = @Schema(type = "string"),
							example = "post:42"),
					@Parameter(name = EntriesRequest.CACHE, in = ParameterIn.QUERY, description = "Name of their cache",
							schema = @Schema(type = "string"), example = "posts"),
					@Parameter(name = EntriesRequest.TIER, in = ParameterIn.QUERY,
							schema = @Schema(type = "string", allowableValues = { "shared", "near" },
									defaultValue = "shared")),
					@Parameter(name = EntriesRequest.CURSOR, in = ParameterIn.QUERY,
							description = "`next` of the page before", schema = @Schema(type = "string")),
					@Parameter(name = EntriesRequest.LIMIT, in = ParameterIn.QUERY,
							description = "How many are enough; a few more may come",
							schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50")) })
	@ApiResponse(responseCode = "200", description = "The page")
	@ApiResponse(responseCode = "503", description = "Redis cannot be reached",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	Mono<ResponseEntity<PageView>> entries(ServerWebExchange exchange);

	@Operation(summary = "Look at an entry",
			description = """
					Of its value as much is shown as `freshet.caching.administration.preview` and `previews` allow: nothing, the structure, or the
					beginning. Responses that belong to one principal are never shown.""",
			parameters = @Parameter(name = "id", in = ParameterIn.PATH, description = "`id` of the entry"))
	@ApiResponse(responseCode = "200", description = "The entry")
	@ApiResponse(responseCode = "404", description = "There is none",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	Mono<ResponseEntity<DetailView>> entry(String id);

	@Operation(summary = "Remove an entry", description = "Every instance takes it as invalid.",
			parameters = @Parameter(name = "id", in = ParameterIn.PATH, description = "`id` of the entry"))
	@ApiResponse(responseCode = "200", description = "What was removed")
	@ApiResponse(responseCode = "404", description = "There is none",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	Mono<ResponseEntity<RemovalView>> remove(String id, ServerWebExchange exchange);

}
