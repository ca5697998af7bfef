package io.freshet.admin.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.freshet.caching.administration.CachingReport;
import org.junit.jupiter.api.Test;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

/**
 * Tests for the statistics over HTTP.
 */
class CacheStatsTests {

	@Test
	void showsEverythingThatIsKnown() {
		BodyContentSpec body = stats(CachingReports.whole());

		body.json(
				"""
						{
						  "uptime": "PT1H12M5.123S",
						  "uptimeSeconds": 4325,
						  "totals": {"hits": 100, "misses": 15, "hitRatio": 0.8695, "bypasses": 8,
						             "loads": {"count": 12, "failures": 8, "meanMillis": 2.5, "p50Millis": 0.8, "p99Millis": 1.6, "maxMillis": 31.07}},
						  "caches": [
						    {
						      "name": "posts", "ttl": "PT5M", "negativeTtl": "PT30S",
						      "hits": 90, "misses": 15, "hitRatio": 0.8571, "stale": 10, "bypasses": 7,
						      "coalesced": 17, "refused": 23, "undecodable": 22,
						      "loads": {"count": 12, "failures": 8, "meanMillis": 2.5, "p50Millis": 0.8, "p99Millis": 1.6, "maxMillis": 31.07},
						      "samples": {"compared": 43, "stale": 2, "staleRatio": 0.0466, "meanStaleAgeMillis": 450,
						                  "maxStaleAgeMillis": 700, "overtaken": 43, "failed": 44},
						      "service": {
						        "stale": {"failed-load": 25, "paused": 0, "revalidating": 0, "slow-load": 24, "unjudged": 0},
						        "refreshes": 26, "loadTimeouts": 27, "absences": 29, "rememberedErrors": 28,
						        "leases": {"granted": 0, "shared": 0, "timed-out": 0, "unavailable": 0}
						      },
						      "tiers": {
						        "near": {"hits": 80, "misses": 11, "invalid": 6, "unjudged": 3, "stale": 0, "hitRatio": 0.8,
						                 "entries": 212, "bytes": 402112, "puts": 18, "evictions": 2},
						        "shared": {"hits": 10, "misses": 5, "invalid": 4, "unjudged": 1, "stale": 0, "hitRatio": 0.5,
						                   "entries": 300, "bytes": 500001, "puts": 19, "evictions": 0}
						      }
						    },
						    {
						      "name": "tags", "ttl": "PT1H", "negativeTtl": "PT0S",
						      "hits": 10, "misses": 0, "hitRatio": 1.0, "stale": 0, "bypasses": 1,
						      "coalesced": 0, "refused": 0, "undecodable": 0,
						      "loads": {"count": 0, "failures": 0, "meanMillis": 0.0, "p50Millis": 0.0, "p99Millis": 0.0, "maxMillis": 0.0},
						      "samples": {"compared": 0, "stale": 0, "staleRatio": null, "meanStaleAgeMillis": null,
						                  "maxStaleAgeMillis": null, "overtaken": 0, "failed": 0},
						      "service": {
						        "stale": {"failed-load": 0, "paused": 0, "revalidating": 0, "slow-load": 0, "unjudged": 0},
						        "refreshes": 0, "loadTimeouts": 0, "absences": 0, "rememberedErrors": 0,
						        "leases": {"granted": 0, "shared": 0, "timed-out": 0, "unavailable": 0}
						      },
						      "tiers": {
						        "near": {"hits": 0, "misses": 0, "invalid": 0, "unjudged": 0, "stale": 0, "hitRatio": 0.0,
						                 "entries": 0, "bytes": 0, "puts": 0, "evictions": 0},
						        "shared": {"hits": 0, "misses": 0, "invalid": 0, "unjudged": 0, "stale": 0, "hitRatio": 0.0,
						                   "entries": 0, "bytes": 0, "puts": 0, "evictions": 0}
						      }
						    }
						  ],
						  "near": {"entries": 812, "bytes": 1530112, "capacityBytes": 67108864},
						  "shared": {"present": true, "degraded": false, "breaker": "CLOSED",
						             "entries": 960, "bytes": 1820004, "complete": true},
						  "redis": {"reachable": true, "version": "7.4.1", "usedMemoryBytes": 4194304,
						            "maxMemoryBytes": 268435456, "evictionPolicy": "allkeys-lru", "keys": 1010, "evictedKeys": 9},
						  "ledger": {"ageMillis": 37, "boundMillis": 250, "current": true, "applied": 214},
						  "database": {"present": true, "reachable": true, "connectionsUsed": 33, "connectionsMost": 34,
						               "connectionsAwaited": 35},
						  "responses": {"hit": 31, "miss": 32},
						  "breakers": {"freshet-shared-tier": "CLOSED"}
						}""",
				JsonCompareMode.STRICT);
	}

	@Test
	void keepsItsShapeWhileRedisIsAway() {
		Map<?, ?> stats = members(CachingReports.whileRedisIsAway());

		assertThat(stats.get("shared")).isEqualTo(Map.of("present", true, "degraded", true, "breaker", "OPEN",
				"entries", 0, "bytes", 0, "complete", false));
		assertThat(stats.get("redis")).isEqualTo(unreachable());
		assertThat(stats.get("breakers")).isEqualTo(Map.of("freshet-shared-tier", "OPEN"));
	}

	@Test
	void keepsItsShapeWithoutSharedTier() {
		Map<?, ?> stats = members(CachingReports.withoutSharedTier());

		assertThat(stats.get("shared")).asInstanceOf(MAP)
			.containsEntry("present", false)
			.containsEntry("breaker", null);
		assertThat(stats.get("redis")).isEqualTo(unreachable());
		assertThat(stats.get("breakers")).isEqualTo(Map.of());
	}

	@Test
	void isEmptyBeforeFirstUse() {
		BodyContentSpec body = stats(CachingReports.unused());

		body.jsonPath("$.totals.hitRatio").isEqualTo(0.0).jsonPath("$.caches").isEmpty();
	}

	@Test
	void mustNotBeStored() {
		AdministrationClient client = AdministrationClient.of(new RecordingAdministration(CachingReports.whole()));

		ResponseSpec response = client.stats();

		response.expectHeader()
			.cacheControl(CacheControl.noStore())
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectBody()
			.jsonPath("$")
			.isNotEmpty();
	}

	private static Map<String, Object> unreachable() {
		Map<String, Object> redis = new HashMap<>();
		redis.put("reachable", false);
		for (String unknown : List.of("version", "usedMemoryBytes", "maxMemoryBytes", "evictionPolicy", "keys",
				"evictedKeys")) {
			redis.put(unknown, null);
		}
		return redis;
	}

	private static Map<?, ?> members(CachingReport report) {
		Map<?, ?> members = AdministrationClient.of(new RecordingAdministration(report))
			.stats()
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		assertThat(members).isNotNull();
		return members;
	}

	private static BodyContentSpec stats(CachingReport report) {
		return AdministrationClient.of(new RecordingAdministration(report)).stats().expectStatus().isOk().expectBody();
	}

}
