package io.freshet.caching.http;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.greenbytes.http.sfv.TokenItem;
import org.jspecify.annotations.Nullable;

/**
 * Structured fields (RFC 8941), as far as caching uses them. A field that is broken
 * anywhere is ignored as a whole. The only class that knows the parser.
 */
final class StructuredFields {

	/** Directives whose argument is a number of seconds, and nothing else. */
	private static final Set<String> SECONDS = Set.of("max-age", "s-maxage", "stale-while-revalidate",
			"stale-if-error");

	private StructuredFields() {
	}

	/**
	 * Parses a field that stands in the place of {@code Cache-Control} (RFC 9213, section
	 * 2.1).
	 * @param lines the lines of the field
	 * @return the directives, {@code null} if there are none, or if anything is wrong
	 */
	static @Nullable CacheControl directives(List<String> lines) {
		if (lines.isEmpty()) {
			return null;
		}
		Map<String, String> arguments = new HashMap<>();
		try {
			for (Map.Entry<String, ListElement<?>> member : new Parser(lines).parseDictionary().get().entrySet()) {
				ListElement<?> value = member.getValue();
				if (SECONDS.contains(member.getKey()) && !(value instanceof IntegerItem)) {
					return null;
				}
				if (!Boolean.FALSE.equals(value.get())) {
					arguments.put(member.getKey(), argument(value));
				}
			}
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		return arguments.isEmpty() ? null : CacheControl.of(arguments);
	}

	private static String argument(ListElement<?> value) {
		if (value instanceof BooleanItem) {
			return "";
		}
		boolean plain = value instanceof StringItem || value instanceof TokenItem || value instanceof IntegerItem;
		return plain ? String.valueOf(value.get()) : "";
	}

	/**
	 * Parses a list of strings.
	 * @param lines the lines of the field
	 * @param limit how many members count at most
	 * @return the strings; none if anything is wrong
	 */
	static Set<String> strings(List<String> lines, int limit) {
		if (lines.isEmpty()) {
			return Set.of();
		}
		Set<String> strings = new LinkedHashSet<>();
		try {
			for (ListElement<?> member : new Parser(lines).parseList().get()) {
				if (!(member instanceof StringItem string)) {
					return Set.of();
				}
				if (strings.size() < limit) {
					strings.add(string.get());
				}
			}
		}
		catch (IllegalArgumentException ex) {
			return Set.of();
		}
		return strings;
	}

}
