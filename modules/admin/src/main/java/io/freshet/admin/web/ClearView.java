package io.freshet.admin.web;

import io.freshet.caching.administration.ClearReport;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of what was cleared, or would be.
 */
@Schema(name = "CacheClearing")
record ClearView(@Schema(description = "Glob over the full texts of keys", example = "posts:*") String pattern,
		@Schema(description = "Whether nothing was removed", example = "false") boolean dryRun,
		@Schema(description = "Different entries in both tiers", example = "137") long entries,
		@Schema(description = "Entries in the memory of this instance", example = "120") long near,
		@Schema(description = "Entries in Redis", example = "131") long shared,
		@Schema(description = "Whether Redis could be searched; if not, what it holds is not served all the same",
				example = "true") boolean sharedReached) {

	static ClearView of(ClearReport report) {
		return new ClearView(report.pattern().value(), report.dryRun(), report.entries(), report.near(),
				report.shared(), report.sharedReached());
	}

}
