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
		return String.join(",", values.stream().map(String::strip).toList());
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
