package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The header fields of a response that may be kept (RFC 9111, section 3.1).
 */
final class StorableFields {

	/**
	 * Fields that belong to a connection and not to the response (RFC 9110, section
	 * 7.6.1), those that are specific to a proxy, what is this cache's own to say, and
	 * labels for caches that nobody behind this one is to see.
	 */
	private static final Set<String> NOT_KEPT = Set.of("connection", "keep-alive", "proxy-connection",
			"proxy-authenticate", "proxy-authorization", "proxy-authentication-info", "te", "trailer",
			"transfer-encoding", "upgrade", "x-cache", "surrogate-key");

	private StorableFields() {
	}

	/**
	 * Drops what is not kept.
	 * @param lines the lines of a response
	 * @param others names of more fields to drop, in lower case
	 * @return what is left; {@code Age} is
	 */
	static List<HeaderField> of(List<HeaderField> lines, Set<String> others) {
		Set<String> dropped = new HashSet<>(others);
		for (HeaderField line : lines) {
			if (line.name().equalsIgnoreCase("Connection")) {
				for (String name : line.value().split(",", -1)) {
					dropped.add(name.strip().toLowerCase(Locale.ROOT));
				}
			}
		}
		List<HeaderField> kept = new ArrayList<>(lines.size());
		for (HeaderField line : lines) {
			boolean sendable = FieldLists.isToken(line.name()) && FieldLists.isSendable(line.value());
			String name = line.name().toLowerCase(Locale.ROOT);
			if (sendable && !NOT_KEPT.contains(name) && !dropped.contains(name)) {
				kept.add(line);
			}
		}
		return kept;
	}

	static List<HeaderField> withoutAge(List<HeaderField> kept) {
		for (HeaderField line : kept) {
			if (line.name().equalsIgnoreCase("Age")) {
				return kept.stream().filter((field) -> !field.name().equalsIgnoreCase("Age")).toList();
			}
		}
		return kept;
	}

	static Set<String> names(List<HeaderField> lines) {
		Set<String> names = new HashSet<>();
		lines.forEach((line) -> names.add(line.name().toLowerCase(Locale.ROOT)));
		return names;
	}

}
