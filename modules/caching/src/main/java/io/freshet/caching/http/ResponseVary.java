package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code Vary} of a response says (RFC 9110, section 12.5.5).
 */
final class ResponseVary {

	private ResponseVary() {
	}

	static boolean isAnything(HeaderFields response) {
		return names(response).contains("*");
	}

	/**
	 * Returns whether a response names a field of the request, written in lower case.
	 */
	static boolean isBy(String field, HeaderFields response) {
		return names(response).contains(field);
	}

	/**
	 * Returns what a request says in the fields that a response varies by.
	 */
	static Map<String, String> selecting(HeaderFields request, HeaderFields response) {
		Map<String, String> selecting = new HashMap<>();
		for (String name : names(response)) {
			selecting.put(name, normalized(request.values(name)));
		}
		return selecting;
	}

	static String normalized(List<String> values) {
		return switch (values.size()) {
			case 0 -> "";
			case 1 -> values.get(0).strip();
			default -> String.join(",", values.stream().map(String::strip).toList());
		};
	}

	/**
	 * Returns whether a response is for a request that says the same in other words (RFC
	 * 9111, section 4.1): with other white space between the members of a list, with
	 * languages or content codings in another order or case, or in favour of the very
	 * language that the response is in.
	 */
	static boolean isEquivalent(StoredResponse stored, HeaderFields request) {
		for (Map.Entry<String, String> field : stored.selecting().entrySet()) {
			String wanted = normalized(request.values(field.getKey()));
			if (!NegotiatedFields.canonical(field.getKey(), wanted)
				.equals(NegotiatedFields.canonical(field.getKey(), field.getValue()))
					&& !isInPreferredLanguage(stored, field.getKey(), wanted)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isInPreferredLanguage(StoredResponse stored, String name, String wanted) {
		return name.equals("accept-language")
				&& NegotiatedFields.prefers(wanted, stored.fields().values("Content-Language"));
	}

	private static List<String> names(HeaderFields response) {
		List<String> names = new ArrayList<>();
		for (String line : response.values("Vary")) {
			for (String name : line.split(",", -1)) {
				if (!name.isBlank()) {
					names.add(name.strip().toLowerCase(Locale.ROOT));
				}
			}
		}
		return names;
	}

}
