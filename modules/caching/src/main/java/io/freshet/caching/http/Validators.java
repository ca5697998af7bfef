package io.freshet.caching.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The conditions that ask whether a stored response still holds (RFC 9111, section
 * 4.3.1). Only the tag of the one response that may be served is asked for, so that a 304
 * cannot mean another.
 */
final class Validators {

	private Validators() {
	}

	/**
	 * Makes the conditions.
	 * @param status the status code of the stored response
	 * @param stored its header fields
	 * @return the conditions; none if it cannot be validated
	 */
	static List<HeaderField> conditions(int status, HeaderFields stored) {
		if (!StatusCodes.isValidated(status)) {
			return List.of();
		}
		List<HeaderField> conditions = new ArrayList<>(2);
		String tag = stored.first("ETag");
		if (tag != null && EntityTags.isUsable(tag)) {
			conditions.add(new HeaderField("If-None-Match", tag.strip()));
		}
		String modified = stored.first("Last-Modified");
		if (modified != null && HttpDate.parse(modified, Instant.EPOCH) != null) {
			// As it was written: some origins compare the text.
			conditions.add(new HeaderField("If-Modified-Since", modified.strip()));
		}
		return conditions;
	}

}
