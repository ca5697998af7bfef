package io.freshet.admin.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * What the API documentation says of instances, kept apart from what is done.
 */
@Tag(name = "Caches")
@ApiResponse(responseCode = "401", description = "There is no valid token",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
@ApiResponse(responseCode = "403", description = "The token lacks the scope `cache:admin`",
		content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
				schema = @Schema(implementation = ProblemDetail.class)))
interface InstancesDocumentation {

	@Operation(summary = "Look at all instances",
			description = """
					Each instance tells the others every two seconds how it does. `stats` is what `/api/v1/cache/stats` of that instance says, but for
					what Redis holds, which one instance counts once a minute. Without PostgreSQL, and while it is away, an instance knows
					of itself alone; then `complete` is false.""")
	@ApiResponse(responseCode = "200", description = "The instances that reported lately")
	Mono<ResponseEntity<InstancesView>> instances();

}
