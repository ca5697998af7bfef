package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Request fields that say for which URI, or with which method, a request is meant,
 * against what its first line and {@code Host} say. Clients can send them as well as
 * proxies, so that an answer which shows them is for those alone who say the same.
 */
final class RewritingFields {

	private static final String FORWARDED = "Forwarded";

	private static final List<String> OF_THE_URI = List.of("X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
			"X-Forwarded-Prefix", "X-Forwarded-Ssl", "X-Original-URL", "X-Rewrite-URL");

	private static final List<String> OF_THE_METHOD = List.of("X-HTTP-Method-Override", "X-HTTP-Method",
			"X-Method-Override");

	private RewritingFields() {
	}

	/**
	 * Returns whether a request is meant with another method than its own.
	 */
	static boolean overrideMethod(HeaderFields request) {
		for (String name : OF_THE_METHOD) {
			if (request.has(name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns what a request says of its URI.
	 */
	static List<HeaderField> of(HeaderFields request) {
		List<HeaderField> said = List.of();
		for (String name : OF_THE_URI) {
			if (request.has(name)) {
				said = with(said, name, String.join(",", request.values(name)));
			}
		}
		if (request.has(FORWARDED)) {
			String forwarded = withoutClients(String.join(",", request.values(FORWARDED)));
			said = forwarded.isEmpty() ? said : with(said, FORWARDED, forwarded);
		}
		return said;
	}

	private static List<HeaderField> with(List<HeaderField> fields, String name, String value) {
		List<HeaderField> more = new ArrayList<>(fields);
		more.add(new HeaderField(name, value));
		return more;
	}

	/**
	 * RFC 7239, section 4: who asked through whom is not part of the URI, and different
	 * for each. A value with quotes is taken as it is, since a delimiter may be quoted.
	 */
	private static String withoutClients(String forwarded) {
		if (forwarded.indexOf('"') >= 0) {
			return forwarded;
		}
		List<String> kept = new ArrayList<>();
		for (String pair : forwarded.toLowerCase(Locale.ROOT).split("[;,]", -1)) {
			String stripped = pair.strip();
			if (!stripped.isEmpty() && !stripped.startsWith("for=") && !stripped.startsWith("by=")) {
				kept.add(stripped);
			}
		}
		return String.join(";", kept);
	}

}
