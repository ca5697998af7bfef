package io.freshet.caching.http;

import java.util.List;

/**
 * Entity tags (RFC 9110, section 8.8.3). One that is not quoted as it should be is equal
 * only to itself.
 */
final class EntityTags {

	private EntityTags() {
	}

	/**
	 * Returns whether one of the tags of a list is that of a response, weakly compared
	 * (RFC 9110, section 8.8.3.2), or {@code *}, which stands for any.
	 */
	static boolean lists(List<String> lines, HeaderFields response) {
		String tag = response.first("ETag");
		for (String line : lines) {
			for (String member : FieldLists.split(line)) {
				String listed = member.strip();
				if (listed.equals("*") || (tag != null && weaklyEqual(listed, tag.strip()))) {
					return true;
				}
			}
		}
		return false;
	}

	static boolean weaklyEqual(String one, String other) {
		return !one.isEmpty() && opaque(one).equals(opaque(other));
	}

	static boolean stronglyEqual(String one, String other) {
		return isQuoted(one) && one.equals(other);
	}

	/**
	 * Returns whether a tag can be asked for: a comma outside quotes would make it a
	 * list.
	 */
	static boolean isUsable(String tag) {
		return !tag.isBlank() && (isQuoted(opaque(tag.strip())) || (tag.indexOf(',') < 0 && tag.indexOf('"') < 0));
	}

	static boolean isQuoted(String tag) {
		int last = tag.length() - 1;
		return last > 0 && tag.charAt(0) == '"' && tag.indexOf('"', 1) == last;
	}

	private static String opaque(String tag) {
		return tag.startsWith("W/\"") ? tag.substring(2) : tag;
	}

}
