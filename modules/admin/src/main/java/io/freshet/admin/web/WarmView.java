package io.freshet.admin.web;

import io.freshet.caching.administration.WarmReport;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of what came of a request that was made so that its response is stored.
 */
@Schema(name = "Warmed")
record WarmView(@Schema(example = "http://localhost:8080/api/v1/posts") String url,
		@Schema(description = "Status code of the answer, null without one", example = "200",
				nullable = true) @Nullable Integer status,
		@Schema(description = "Whether the same request is answered from the cache now",
				example = "true") boolean stored,
		@Schema(description = "Why, or why not", example = "stored") String reason) {

	static WarmView of(WarmReport report) {
		return new WarmView(report.uri().toString(), report.status(), report.stored(), report.reason());
	}

}
