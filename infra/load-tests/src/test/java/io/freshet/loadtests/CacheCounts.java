package io.freshet.loadtests;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the instance counted for its caches.
 *
 * @param caches the counts of each cache by its name
 */
record CacheCounts(Map<String, Counts> caches) {

	static CacheCounts of(Instance instance) {
		Map<String, Counts> caches = new TreeMap<>();
		instance.get("/api/v1/cache/stats")
			.path("caches")
			.forEach((cache) -> caches.put(cache.path("name").asText(),
					new Counts(cache.path("hits").asLong(), cache.path("misses").asLong(), cache.path("stale").asLong(),
							cache.path("coalesced").asLong(), cache.path("loads").path("count").asLong())));
		return new CacheCounts(caches);
	}

	CacheCounts since(CacheCounts earlier) {
		Map<String, Counts> difference = new TreeMap<>();
		this.caches.forEach(
				(name, counts) -> difference.put(name, counts.minus(earlier.caches.getOrDefault(name, Counts.NONE))));
		return new CacheCounts(difference);
	}

	/** A table for people. */
	@Override
	public String toString() {
		StringBuilder table = new StringBuilder("\nWhat the caches of this instance did meanwhile\n");
		table.append(String.format(Locale.ROOT, "%-16s %10s %10s %10s %10s %10s %8s%n", "cache", "hits", "misses",
				"stale", "coalesced", "loads", "ratio"));
		this.caches.forEach((name, counts) -> table
			.append(String.format(Locale.ROOT, "%-16s %10d %10d %10d %10d %10d %8.4f%n", name, counts.hits,
					counts.misses, counts.stale, counts.coalesced, counts.loads, counts.hitRatio())));
		return table.toString();
	}

	/**
	 * Counts of one cache.
	 *
	 * @param hits requests that found an entry
	 * @param misses requests that found none
	 * @param stale look-ups that found one whose data had changed
	 * @param coalesced requests that a load of another one served
	 * @param loads times that the origin answered
	 */
	record Counts(long hits, long misses, long stale, long coalesced, long loads) {

		private static final Counts NONE = new Counts(0, 0, 0, 0, 0);

		private Counts minus(Counts other) {
			return new Counts(this.hits - other.hits, this.misses - other.misses, this.stale - other.stale,
					this.coalesced - other.coalesced, this.loads - other.loads);
		}

		private double hitRatio() {
			return (this.hits + this.misses > 0) ? (double) this.hits / (this.hits + this.misses) : 0;
		}

	}

}
