package io.freshet.caching.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;

/**
 * The meters of the caches. The first ones bear the names and tags that Micrometer and
 * Spring Boot give to any cache, so that existing dashboards work; {@code cache} and
 * {@code name} both hold the cache name there. Tag values are cache names, tiers and
 * words from closed lists, never keys, URIs or users.
 */
public enum CacheMeter {

	/**
	 * Requests to a cache.
	 */
	GETS("cache.gets", Kind.COUNTER, "Requests to a cache: `hit` or `miss`", Group.STANDARD, "result"),

	/**
	 * Entries that were kept in the near tier.
	 */
	PUTS("cache.puts", Kind.COUNTER, "Entries kept in the near tier", Group.STANDARD),

	/**
	 * Entries that went from the near tier because there was no room.
	 */
	EVICTIONS("cache.evictions", Kind.COUNTER, "Entries that left the near tier for want of room", Group.STANDARD),

	/**
	 * The bytes that those entries took.
	 */
	EVICTION_WEIGHT("cache.eviction.weight", Kind.COUNTER, "The bytes that these entries took", Group.STANDARD),

	/**
	 * Entries in the near tier.
	 */
	SIZE("cache.size", Kind.GAUGE, "Entries in the near tier", Group.STANDARD),

	/**
	 * Loads, as other caches count them.
	 */
	LOADS("cache.load", Kind.COUNTER, "Loads: `success` or `failure`", Group.STANDARD, "result"),

	/**
	 * The time of all loads together, as other caches tell it.
	 */
	LOAD_DURATION("cache.load.duration", Kind.GAUGE, "Time of all loads together, in seconds", Group.STANDARD),

	/**
	 * How long loads took.
	 */
	LOAD_TIME("freshet.cache.loads", Kind.TIMER,
			"How long a load took: `success` or `failure`. Percentiles by Micrometer's distribution settings",
			Group.CACHE, "result"),

	/**
	 * Look-ups in one tier.
	 */
	TIER_GETS("freshet.cache.tier.gets", Kind.COUNTER,
			"Look-ups in one tier, `near` or `shared`: `hit`, `miss`, `invalid`, `unjudged` or `stale`", Group.CACHE,
			"tier", "result"),

	/**
	 * Memory of the near tier.
	 */
	NEAR_BYTES("freshet.cache.near.bytes", Kind.GAUGE, "Bytes that entries take in the near tier", Group.CACHE),

	/**
	 * What goes to the shared tier, and what it was made from.
	 */
	SHARED_BYTES("freshet.cache.shared.bytes", Kind.COUNTER,
			"Bytes of entries on their way to the shared tier: `payload` before compression, `sent` in all",
			Group.CACHE, "form"),

	/**
	 * Requests that passed a cache by.
	 */
	BYPASSES("freshet.cache.bypasses", Kind.COUNTER, "Requests that passed the cache by", Group.CACHE),

	/**
	 * Requests that were served by a load that another had started.
	 */
	COALESCED("freshet.cache.coalesced", Kind.COUNTER, "Requests served by a load that another had started",
			Group.CACHE),

	/**
	 * Answers that were not kept.
	 */
	REFUSED("freshet.cache.refused", Kind.COUNTER,
			"Answers that were not kept: `not-lasting`, `invalidated`, `unwritable`, `too-large`, `too-many-tags`"
					+ " or `response`",
			Group.CACHE, "reason"),

	/**
	 * Values of the shared tier that were no entry.
	 */
	UNDECODABLE("freshet.cache.undecodable", Kind.COUNTER, "Values of the shared tier that were no entry", Group.CACHE),

	/**
	 * Values served that may have been out of date for longer than the bound.
	 */
	STALE("freshet.cache.stale", Kind.COUNTER,
			"Values served that may have been out of date: `revalidating`, `slow-load`, `failed-load`, `paused`"
					+ " or `unjudged`",
			Group.CACHE, "reason"),

	/**
	 * Loads that nobody waited for.
	 */
	REFRESHES("freshet.cache.refreshes", Kind.COUNTER, "Loads that nobody waited for, as a hit found its value old",
			Group.CACHE),

	/**
	 * Callers who gave up waiting.
	 */
	LOAD_TIMEOUTS("freshet.cache.load.timeouts", Kind.COUNTER, "Callers who gave up waiting with no value to serve",
			Group.CACHE),

	/**
	 * Callers who were told from the cache that there is no value.
	 */
	ABSENCES("freshet.cache.absences", Kind.COUNTER, "Hits that told that there is no value", Group.CACHE),

	/**
	 * Callers who got the error of an earlier load.
	 */
	REMEMBERED_ERRORS("freshet.cache.remembered.errors", Kind.COUNTER, "Callers who got the error of an earlier load",
			Group.CACHE),

	/**
	 * The time that leases were waited for.
	 */
	LEASES("freshet.cache.leases", Kind.TIMER,
			"How long a lease was waited for: `granted`, `shared`, `timed-out` or `unavailable`", Group.CACHE,
			"result"),

	/**
	 * Hits that were compared with the origin.
	 */
	SAMPLES("freshet.cache.samples", Kind.COUNTER,
			"Hits whose value was loaded once more and compared: `same`, `stale`, `overtaken` or `failed`", Group.CACHE,
			"result"),

	/**
	 * The age of what was found stale that way.
	 */
	SAMPLED_AGE("freshet.cache.samples.age", Kind.TIMER, "How old a value was that turned out stale", Group.CACHE),

	/**
	 * Answers of the response cache.
	 */
	RESPONSES("freshet.responses", Kind.COUNTER,
			"Answers of the response cache as `X-Cache` (`status`) and `Cache-Status` (`reason`) tell them",
			Group.INSTANCE, "status", "reason"),

	/**
	 * How old what is known of the ledger is.
	 */
	LEDGER_AGE("freshet.ledger.age", Kind.GAUGE, "Age of what is known of the ledger, in seconds: the follower's lag",
			Group.INSTANCE),

	/**
	 * Times that this was older than the bound.
	 */
	BOUND_EXCEEDED("freshet.ledger.bound.exceeded", Kind.TIMER, "Times that this age passed the bound, and by how long",
			Group.INSTANCE),

	/**
	 * Invalidations that the ledger brought.
	 */
	INVALIDATIONS("freshet.ledger.invalidations", Kind.COUNTER,
			"Invalidations that the ledger brought, those of this instance included", Group.INSTANCE),

	/**
	 * Hints between instances.
	 */
	HINTS("freshet.hints", Kind.COUNTER, "Hints between instances: `sent`, `failed` or `received`", Group.INSTANCE,
			"result"),

	/**
	 * Whether the shared tier is skipped.
	 */
	DEGRADED("freshet.shared.degraded", Kind.GAUGE, "1 while the shared tier is skipped, else 0", Group.INSTANCE),

	/**
	 * Work that nobody waits for.
	 */
	BACKGROUND("freshet.background.running", Kind.GAUGE,
			"Loads and fills under way that nobody need wait for; `background-limit` bounds them", Group.INSTANCE),

	/**
	 * Work that was not begun.
	 */
	BACKGROUND_REFUSED("freshet.background.refused", Kind.COUNTER,
			"Pieces of work that nobody waits for, refused since `background-limit` were running", Group.INSTANCE),

	/**
	 * Keys that were announced to a CDN.
	 */
	ANNOUNCEMENTS("freshet.announcements", Kind.COUNTER,
			"Keys announced to those in front: `sent` or `dropped`; attempts that `failed`", Group.INSTANCE, "result"),

	/**
	 * Keys that wait for that.
	 */
	ANNOUNCEMENTS_QUEUED("freshet.announcements.queued", Kind.GAUGE, "Keys that wait to be announced", Group.INSTANCE);

	private final String meterName;

	private final Kind kind;

	private final String description;

	/** Separated by commas: a list would not be known to be immutable. */
	private final String tagKeys;

	CacheMeter(String meterName, Kind kind, String description, Group group, String... tagKeys) {
		this.meterName = meterName;
		this.kind = kind;
		this.description = description;
		this.tagKeys = Stream.concat(Stream.of(group.tagKeys), Arrays.stream(tagKeys))
			.filter(StringUtils::hasText)
			.collect(Collectors.joining(","));
	}

	/**
	 * Returns the name of the meter.
	 * @return the name
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns of which kind it is.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * Returns what it tells.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns the keys of its tags.
	 * @return the keys, in order
	 */
	public List<String> tagKeys() {
		return StringUtils.hasText(this.tagKeys) ? List.of(this.tagKeys.split(",")) : List.of();
	}

	/**
	 * Kind of a meter.
	 */
	public enum Kind {

		/**
		 * Only grows.
		 */
		COUNTER,

		/**
		 * Goes up and down.
		 */
		GAUGE,

		/**
		 * Counts and adds up times.
		 */
		TIMER

	}

	/** What meters have in common. */
	private enum Group {

		/** As other caches have them. */
		STANDARD("cache,cache.manager,name"),

		/** Of one cache. */
		CACHE("cache"),

		/** Of an instance. */
		INSTANCE("");

		private final String tagKeys;

		Group(String tagKeys) {
			this.tagKeys = tagKeys;
		}

	}

}
