package io.freshet.admin.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.freshet.caching.administration.ClearReport;
import io.freshet.caching.administration.Selection.ByKey;
import io.freshet.caching.administration.Selection.ByTag;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of what was cleared, or would be.
 */
@Schema(name = "CacheClearing")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClearView(
		@Schema(description = "Glob over the full texts of keys", example = "posts:*") @Nullable String pattern,
		@Schema(description = "Cache tag, in place of a glob", example = "post:42") @Nullable String tag,
		@Schema(description = "Whether nothing was removed", example = "false") boolean dryRun,
		@Schema(description = "Different entries in both tiers", example = "137") long entries,
		@Schema(description = "Entries in the memory of this instance", example = "120") long near,
		@Schema(description = "Entries in Redis", example = "131") long shared,
		@Schema(description = "Whether Redis could be searched; if not, what it holds is not served all the same",
				example = "true") boolean sharedReached,
		@Schema(description = "Different entries by cache", example = "{\"posts\": 137}") Map<String, Long> caches,
		@Schema(description = "Some of the keys, 20 at the most", example = "[\"posts:42\"]") List<String> sample) {

	static ClearView of(ClearReport report) {
		return new ClearView((report.selection() instanceof ByKey byKey) ? byKey.pattern().value() : null,
				(report.selection() instanceof ByTag byTag) ? byTag.tag().value() : null, report.dryRun(),
				report.entries(), report.near(), report.shared(), report.sharedReached(), caches(report),
				report.sample());
	}

	private static Map<String, Long> caches(ClearReport report) {
		Map<String, Long> caches = new TreeMap<>();
		report.caches().forEach((name, count) -> caches.put(name.value(), count));
		return caches;
	}

}
