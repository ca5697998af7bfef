package io.freshet.admin.web;

import java.util.List;

import io.freshet.caching.administration.PurgeReport;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of what was purged.
 */
@Schema(name = "Purged")
record PurgeView(@Schema(description = "What was meant", example = "/api/v1/posts?size=20") String purged, @Schema(
		description = "What every instance was told: a cache tag, or globs over full keys") List<String> invalidated,
		@Schema(description = "Different entries in both tiers", example = "3") long entries,
		@Schema(description = "Entries in the memory of this instance", example = "2") long near,
		@Schema(description = "Entries in Redis", example = "3") long shared,
		@Schema(description = "Whether Redis could be searched; what it holds is invalid all the same",
				example = "true") boolean sharedReached) {

	static PurgeView of(PurgeReport report) {
		return new PurgeView(report.target().text(), report.invalidated(), report.entries(), report.near(),
				report.shared(), report.sharedReached());
	}

}
