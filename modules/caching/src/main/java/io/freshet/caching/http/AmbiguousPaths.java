package io.freshet.caching.http;

import java.util.Locale;

/**
 * Paths that name one thing to some servers and another thing to others: with segments
 * that go up, with separators in disguise, with an end that only some see, or with
 * characters that would have to be encoded (RFC 3986, section 2). A route that seems to
 * hold such a path may not be the one whose handler answers in the end.
 */
final class AmbiguousPaths {

	private static final char LAST_ASCII = 0x7f;

	private AmbiguousPaths() {
	}

	/**
	 * Returns whether a path is one of them.
	 * @param target scheme, authority and path of a URI, as they were sent
	 */
	static boolean contain(String target) {
		if (hasOddCharacter(target)) {
			return true;
		}
		if (target.indexOf('%') < 0) {
			return target.contains("/.") && hasDotSegment(target);
		}
		String lower = target.toLowerCase(Locale.ROOT);
		return lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00")
				|| hasDotSegment(lower.replace("%2e", "."));
	}

	private static boolean hasOddCharacter(String target) {
		for (int i = 0; i < target.length(); i++) {
			char character = target.charAt(i);
			if (character == '\\' || character == 0 || character > LAST_ASCII) {
				return true;
			}
		}
		return false;
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
