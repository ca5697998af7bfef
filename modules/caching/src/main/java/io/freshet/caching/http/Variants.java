package io.freshet.caching.http;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Chooses among the responses that are stored under one key (RFC 9111, section 4.1).
 */
public final class Variants {

	private Variants() {
	}

	/**
	 * Chooses the newest response that is for a request. One for a request in the very
	 * same words comes before one for a request of the same meaning, which only the
	 * standard profile considers: an application's handler may tell those apart.
	 * @param request the header fields of the request
	 * @param candidates what is stored under its key
	 * @param route the policy of its route
	 * @return the response; {@code null} if none is for the request
	 */
	public static @Nullable StoredResponse select(HeaderFields request, List<StoredResponse> candidates,
			RoutePolicy route) {
		StoredResponse same = newest(candidates, (stored) -> stored.isFor(request));
		if (same != null || !route.isStandard()) {
			return same;
		}
		return newest(candidates, (stored) -> ResponseVary.isEquivalent(stored, request));
	}

	private static @Nullable StoredResponse newest(List<StoredResponse> candidates, Predicate<StoredResponse> suits) {
		StoredResponse newest = null;
		for (StoredResponse stored : candidates) {
			if (suits.test(stored) && (newest == null || isNewer(stored, newest))) {
				newest = stored;
			}
		}
		return newest;
	}

	private static boolean isNewer(StoredResponse one, StoredResponse other) {
		int order = date(one).compareTo(date(other));
		return (order != 0) ? order > 0 : one.receivedAt().isAfter(other.receivedAt());
	}

	private static Instant date(StoredResponse stored) {
		Instant date = HttpDate.parse(stored.fields().first("Date"), stored.receivedAt());
		return (date != null) ? date : stored.receivedAt();
	}

}
