package io.freshet.admin.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.administration.CacheSetting;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of what holds for a cache. Every member is always there; a duration that
 * does not apply is {@code null}.
 */
@Schema(name = "CacheSetting", description = "What holds for a cache; durations in ISO 8601, null without a limit")
record CacheSettingView(@Schema(example = "posts") String name,
		@Schema(description = "Whether it is used; may be changed", example = "true") boolean enabled,
		@Schema(description = "Lifetime of an entry whose value knows no other; may be changed", type = "string",
				example = "PT5M") String ttl,
		@Schema(description = "Lifetime beyond which an entry is never served", type = "string",
				example = "PT15M") String hardTtl,
		@Schema(type = "string", nullable = true, example = "PT1H") @Nullable String tti,
		@Schema(example = "0.1") double jitter, @Schema(type = "string", example = "PT30S") String negativeTtl,
		@Schema(type = "string", example = "PT0S") String errorTtl,
		@Schema(type = "string", nullable = true, example = "PT0.1S") @Nullable String softTimeout,
		@Schema(type = "string", nullable = true, example = "PT2S") @Nullable String hardTimeout,
		@Schema(type = "string", example = "PT5S") String retryAfter,
		@Schema(description = "Fraction of the lifetime from which on hits refresh, 1 if never",
				example = "0.8") double refreshAheadAge,
		@Schema(example = "0.0") double refreshAheadBeta, @Schema(type = "string", example = "PT0S") String failSafe,
		@Schema(description = "Duration of the lease under which one instance loads", type = "string", nullable = true,
				example = "PT10S") @Nullable String lease,
		@Schema(description = "Members that an administrator has changed",
				example = "[\"ttl\"]") List<String> changed) {

	static CacheSettingView of(CacheSetting cache) {
		CachePolicy policy = cache.effective();
		LeasePolicy lease = policy.lease();
		return new CacheSettingView(cache.name().value(), cache.override().enabled(), policy.ttl().toString(),
				policy.hardTtl().toString(), text(policy.tti()), policy.jitter(), policy.negativeTtl().toString(),
				policy.errorTtl().toString(), text(policy.softTimeout()), text(policy.hardTimeout()),
				policy.retryAfter().toString(), policy.refreshAhead().age(), policy.refreshAhead().beta(),
				policy.failSafe().toString(), (lease != null) ? lease.duration().toString() : null, changed(cache));
	}

	private static @Nullable String text(@Nullable Duration duration) {
		return (duration != null) ? duration.toString() : null;
	}

	private static List<String> changed(CacheSetting cache) {
		List<String> changed = new ArrayList<>();
		if (!cache.override().enabled()) {
			changed.add(CachePatch.ENABLED);
		}
		if (cache.override().ttl() != null) {
			changed.add(CachePatch.TTL);
		}
		return changed;
	}

}
