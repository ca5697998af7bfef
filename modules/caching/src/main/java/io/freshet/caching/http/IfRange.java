package io.freshet.caching.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The condition under which a part is wanted, and not the whole (RFC 9110, section
 * 13.1.5). A part is glued to another one, so that only a strong validator will do.
 */
final class IfRange {

	private IfRange() {
	}

	/**
	 * Returns whether a part is what the client wants.
	 * @param request the header fields of the request
	 * @param stored the selected representation
	 * @param coded whether there is another one, with the same date and other bytes
	 */
	static boolean allows(HeaderFields request, StoredResponse stored, boolean coded) {
		List<String> lines = request.values("If-Range");
		if (lines.isEmpty()) {
			return true;
		}
		String validator = lines.get(0).strip();
		if (lines.size() > 1 || validator.startsWith("W/")) {
			return false;
		}
		if (validator.startsWith("\"")) {
			return EntityTags.stronglyEqual(validator, stored.header("ETag").strip());
		}
		return !coded && isStrongDate(validator, stored);
	}

	/**
	 * RFC 9110, section 8.8.2.2: something may have changed twice within the second that
	 * a date names, unless the response was made later than that.
	 */
	private static boolean isStrongDate(String validator, StoredResponse stored) {
		Instant near = stored.receivedAt();
		Instant wanted = HttpDate.parse(validator, near);
		Instant modified = HttpDate.parse(stored.fields().first("Last-Modified"), near);
		Instant date = HttpDate.parse(stored.fields().first("Date"), near);
		return wanted != null && wanted.equals(modified) && date != null
				&& Duration.between(modified, date).compareTo(Duration.ofSeconds(1)) >= 0;
	}

}
