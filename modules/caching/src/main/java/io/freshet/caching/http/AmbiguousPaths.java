package io.freshet.caching.http;

import java.util.Locale;

/**
 * Paths that name one thing to some servers and another thing to others: with segments
 * that go up, with separators in disguise, or with an end that only some see. A route
 * that seems to hold such a path may not be the one whose handler answers in the end.
 */
final class AmbiguousPaths {

	private AmbiguousPaths() {
	}

	/**
	 * Returns whether a path is one of them.
	 * @param target scheme, authority and path of a URI, as they were sent
	 */
	static boolean contain(String target) {
		if (target.indexOf('\\') >= 0 || target.indexOf('\0') >= 0) {
			return true;
		}
		if (target.indexOf('%') < 0) {
			return target.contains("/.") && hasDotSegment(target);
		}
		String lower = target.toLowerCase(Locale.ROOT);
		return lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00")
				|| hasDotSegment(lower.replace("%2e", "."));
	}

	/**
	 * RFC 3986, section 5.2.4. Some servers cut the parameters of a segment off first.
	 */
	private static boolean hasDotSegment(String target) {
		for (String segment : target.split("/", -1)) {
			int parameters = segment.indexOf(';');
			String name = (parameters < 0) ? segment : segment.substring(0, parameters);
			if (name.equals(".") || name.equals("..")) {
				return true;
			}
		}
		return false;
	}

}
