package io.freshet.admin.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.freshet.caching.administration.CachingReport.CacheReport;
import io.freshet.caching.metrics.CacheCounts;
import io.freshet.caching.metrics.ServiceCounts;
import io.freshet.caching.metrics.TierCounts;
import io.freshet.caching.store.LeaseOutcome;
import io.freshet.caching.store.StaleReason;
import io.freshet.caching.store.StoreContent;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Representation of one cache.
 */
@Schema(name = "Cache")
record CacheView(@Schema(example = "posts") String name,
		@Schema(description = "Lifetime of an entry, ISO 8601; for responses that of the route applies",
				type = "string", example = "PT5M") String ttl,
		@Schema(description = "Lifetime of the knowledge that there is nothing", type = "string",
				example = "PT30S") String negativeTtl,
		@Schema(description = "Requests that some tier had a valid entry for", example = "4410") long hits,
		@Schema(description = "Requests that no tier had a valid entry for", example = "230") long misses,
		@Schema(description = "Hits among hits and misses, 0 to 1", example = "0.9504") double hitRatio,
		@Schema(description = "Look-ups that found an entry whose data had changed, and did not serve it",
				example = "41") long stale,
		@Schema(description = "Requests that passed the cache by", example = "3") long bypasses,
		@Schema(description = "Requests served by a load that another one had started", example = "17") long coalesced,
		@Schema(description = "Answers that were not kept", example = "0") long refused,
		@Schema(description = "Values of the shared tier that were no entry", example = "0") long undecodable,
		LoadsView loads, SamplesView samples, ServiceView service, TiersView tiers) {

	static CacheView of(CacheReport cache) {
		CacheCounts counts = cache.counts();
		return new CacheView(cache.name().value(), cache.ttl().toString(), cache.negativeTtl().toString(),
				counts.hits(), counts.misses(), Ratio.of(counts.hits(), counts.misses()),
				counts.near().invalid() + counts.shared().invalid(), counts.bypasses(), counts.coalesced(),
				counts.refused(), counts.undecodable(), LoadsView.of(List.of(counts)), SamplesView.of(counts.samples()),
				ServiceView.of(counts.service()),
				new TiersView(TierView.of(counts.near(), cache.near()), TierView.of(counts.shared(), cache.shared())));
	}

	/**
	 * Representation of the ways in which callers were served other than by a plain hit
	 * or load.
	 */
	@Schema(name = "CacheService")
	record ServiceView(
			@Schema(description = "Values served that may have been out of date, by reason",
					example = "{\"slow-load\": 3}") Map<String, Long> stale,
			@Schema(description = "Loads that nobody waited for", example = "12") long refreshes,
			@Schema(description = "Callers who gave up waiting for a load", example = "0") long loadTimeouts,
			@Schema(description = "Hits that told that there is no value", example = "7") long absences,
			@Schema(description = "Callers who got the error of an earlier load", example = "0") long rememberedErrors,
			@Schema(description = "Times that a lease was asked for, by how that ended",
					example = "{\"granted\": 5}") Map<String, Long> leases) {

		static ServiceView of(ServiceCounts counts) {
			Map<String, Long> stale = new TreeMap<>();
			Arrays.stream(StaleReason.values()).forEach((reason) -> stale.put(reason.label(), counts.stale(reason)));
			Map<String, Long> leases = new TreeMap<>();
			Arrays.stream(LeaseOutcome.values())
				.forEach((outcome) -> leases.put(outcome.label(), counts.leases(outcome)));
			return new ServiceView(stale, counts.refreshes(), counts.loadTimeouts(), counts.absences(),
					counts.rememberedErrors(), leases);
		}

	}

	/**
	 * Representation of both tiers.
	 */
	@Schema(name = "CacheTiers")
	record TiersView(@Schema(description = "Memory of this instance") TierView near,
			@Schema(description = "Redis") TierView shared) {
	}

	/**
	 * Representation of one tier of one cache.
	 */
	@Schema(name = "CacheTier")
	record TierView(@Schema(description = "Look-ups that found a valid entry", example = "4310") long hits,
			@Schema(description = "Look-ups that found none, or an expired one", example = "289") long misses,
			@Schema(description = "Look-ups that found an entry whose data had changed", example = "41") long invalid,
			@Schema(description = "Look-ups that found an entry while the ledger could not be read",
					example = "0") long unjudged,
			@Schema(description = "Look-ups that used such an entry all the same, as its cache puts availability first",
					example = "0") long stale,
			@Schema(description = "Hits among the look-ups, 0 to 1", example = "0.9289") double hitRatio,
			@Schema(example = "212") long entries, @Schema(example = "402112") long bytes,
			@Schema(description = "Entries that were kept", example = "330") long puts,
			@Schema(description = "Entries that went because there was no room", example = "0") long evictions) {

		static TierView of(TierCounts counts, StoreContent content) {
			return new TierView(counts.hits(), counts.misses(), counts.invalid(), counts.unjudged(), counts.stale(),
					Ratio.of(counts.hits(), counts.misses() + counts.invalid() + counts.unjudged()), content.entries(),
					content.bytes(), counts.puts(), counts.evictions());
		}

	}

}
