package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a client wants of the cache (RFC 9111, sections 5.2.1 and 5.4, and RFC 5861,
 * section 4).
 *
 * @param noStore whether the answer is not to be kept
 * @param mustBeValidated whether {@code no-cache}, or {@code Pragma} in its place, asks
 * for an answer that was validated
 * @param onlyIfCached whether the client wants a stored response or none
 * @param maxAge the age up to which it takes one, in seconds
 * @param minFresh the time for which it has to stay fresh, in seconds
 * @param maxStale the time past freshness up to which it takes one, in seconds
 * @param staleIfError the same for when the origin fails
 */
record ClientDirectives(boolean noStore, boolean mustBeValidated, boolean onlyIfCached, @Nullable Long maxAge,
		@Nullable Long minFresh, @Nullable Long maxStale, @Nullable Long staleIfError) {

	private static final ClientDirectives NONE = new ClientDirectives(false, false, false, null, null, null, null);

	static ClientDirectives of(HeaderFields request, RoutePolicy route) {
		List<String> lines = request.values("Cache-Control");
		if (lines.isEmpty()) {
			boolean reload = !route.ignoreClientDirectives() && isReload(request.values("Pragma"));
			return reload ? new ClientDirectives(false, true, false, null, null, null, null) : NONE;
		}
		CacheControl control = CacheControl.parse(lines);
		boolean obeyed = !route.ignoreClientDirectives();
		return new ClientDirectives(obeyed && control.has("no-store"), obeyed && control.has("no-cache"),
				control.has("only-if-cached"), obeyed ? control.seconds("max-age") : null,
				obeyed ? control.seconds("min-fresh") : null, maxStale(control), control.seconds("stale-if-error"));
	}

	private static boolean isReload(List<String> pragma) {
		for (String value : pragma) {
			if (value.strip().equalsIgnoreCase("no-cache")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * RFC 9111, section 5.2.1.2: without an argument, a response of any age is welcome.
	 */
	private static @Nullable Long maxStale(CacheControl control) {
		return control.hasNoArgument("max-stale") ? Long.valueOf(CacheControl.MAX_SECONDS)
				: control.seconds("max-stale");
	}

	/**
	 * Returns whether no response is good enough that was asked for before.
	 */
	boolean rejectsAll() {
		// An age of nothing, within the same instant, is still not what a reload wants.
		return this.mustBeValidated || (this.maxAge != null && this.maxAge == 0);
	}

	/**
	 * Returns whether a response is not fresh enough for the client, be it fresh or not.
	 * @param age the age of the response
	 * @param remaining for how long it will be fresh; negative if it is stale
	 * @return whether the origin has to be asked on the client's account
	 */
	boolean rejects(Duration age, Duration remaining) {
		if (rejectsAll() || (this.maxAge != null && age.compareTo(Duration.ofSeconds(this.maxAge)) > 0)) {
			return true;
		}
		return this.minFresh != null && remaining.compareTo(Duration.ofSeconds(this.minFresh)) < 0;
	}

	/**
	 * Returns whether the client accepts a response that is stale.
	 */
	boolean accepts(Duration staleness) {
		return this.maxStale != null && staleness.compareTo(Duration.ofSeconds(this.maxStale)) <= 0;
	}

	/**
	 * Returns whether the client wants nothing that is stale, unless it says how stale
	 * (RFC 9111, sections 5.2.1.1 and 5.2.1.3).
	 */
	boolean insistsOnFresh() {
		return this.maxAge != null || this.minFresh != null;
	}

}
