package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Fields whose value is a list (RFC 9110, section 5.6.1).
 */
final class FieldLists {

	private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

	private FieldLists() {
	}

	/**
	 * Splits a line at the commas that are not inside a quoted text. A quote that does
	 * not end quotes nothing.
	 * @param line the line
	 * @return its members, as they stand between the commas
	 */
	static List<String> split(String line) {
		if (line.indexOf(',') < 0) {
			return List.of(line);
		}
		List<String> members = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (quoted && c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (c == ',' && !quoted) {
				members.add(line.substring(start, i));
				start = i + 1;
			}
		}
		members.add(line.substring(start));
		return quoted ? List.of(line.split(",", -1)) : members;
	}

	/**
	 * Returns whether a text is a token (RFC 9110, section 5.6.2), such as the name of a
	 * field.
	 * @param text the text
	 * @return whether it is
	 */
	static boolean isToken(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean ofToken = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
					|| (c < 128 && TOKEN_MARKS.indexOf(c) >= 0);
			if (!ofToken) {
				return false;
			}
		}
		return !text.isEmpty();
	}

	/**
	 * Returns whether a text can be sent as the value of a field: what ends a line would
	 * end the field (RFC 9110, section 5.5).
	 * @param text the text
	 * @return whether it can
	 */
	static boolean isSendable(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '\r' || c == '\n' || c == 0) {
				return false;
			}
		}
		return true;
	}

}
