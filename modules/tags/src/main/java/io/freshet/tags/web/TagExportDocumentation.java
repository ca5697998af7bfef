package io.freshet.tags.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;

/**
 * What the API documentation says of the export of tags.
 */
@Tag(name = "Tags")
interface TagExportDocumentation {

	@Operation(operationId = "exportTags", summary = "Read all tags",
			description = "All tags in the order of their slugs, one JSON object a line, sent while they are read.")
	@ApiResponse(responseCode = "200", description = "The tags",
			content = @Content(mediaType = MediaType.APPLICATION_NDJSON_VALUE,
					schema = @Schema(implementation = TagView.class)))
	Flux<TagView> export();

}
