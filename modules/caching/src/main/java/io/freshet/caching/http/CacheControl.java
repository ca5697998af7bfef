package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The directives of {@code Cache-Control} (RFC 9111, section 5.2), or of a field in its
 * place (RFC 9213). Names are compared without case, and an argument may be quoted. What
 * is wrong gets the most careful reading: an argument that is no number of seconds counts
 * as zero, of several numbers the least counts, and a quote that does not end quotes
 * nothing.
 */
final class CacheControl {

	/** RFC 9111, section 1.2.2: what does not fit counts as this. */
	static final long MAX_SECONDS = 1L << 31;

	static final CacheControl NONE = new CacheControl(Map.of());

	/** Arguments by name as they were written; an empty text where there is none. */
	private final Map<String, List<String>> arguments;

	private CacheControl(Map<String, List<String>> arguments) {
		this.arguments = arguments;
	}

	/**
	 * Parses the lines of the field.
	 * @param lines the lines of {@code Cache-Control}, possibly none
	 * @return the directives
	 */
	static CacheControl parse(List<String> lines) {
		if (lines.isEmpty()) {
			return NONE;
		}
		Map<String, List<String>> arguments = new HashMap<>();
		for (String line : lines) {
			for (String directive : FieldLists.split(line)) {
				add(arguments, directive);
			}
		}
		return new CacheControl(arguments);
	}

	/**
	 * Takes directives that were parsed already.
	 * @param arguments the arguments by name in lower case
	 * @return the directives
	 */
	static CacheControl of(Map<String, String> arguments) {
		Map<String, List<String>> lists = new HashMap<>();
		arguments.forEach((name, argument) -> lists.put(name, List.of(argument)));
		return new CacheControl(lists);
	}

	private static void add(Map<String, List<String>> arguments, String directive) {
		int equals = directive.indexOf('=');
		String name = (equals < 0) ? directive : directive.substring(0, equals);
		String argument = (equals < 0) ? "" : directive.substring(equals + 1).stripTrailing();
		if (equals > 0 && Character.isWhitespace(name.charAt(equals - 1))) {
			// White space around the sign is wrong on either side of it.
			argument = " " + argument;
		}
		arguments.computeIfAbsent(name.strip().toLowerCase(Locale.ROOT), (key) -> new ArrayList<>(1)).add(argument);
	}

	boolean has(String name) {
		return this.arguments.containsKey(name);
	}

	/**
	 * Returns whether a directive stands without an argument.
	 */
	boolean hasNoArgument(String name) {
		return List.of("").equals(this.arguments.get(name));
	}

	/**
	 * Returns the seconds of a directive.
	 * @param name the name of the directive in lower case
	 * @return the least of them, {@code null} if the directive is absent
	 */
	@Nullable Long seconds(String name) {
		List<String> written = this.arguments.get(name);
		if (written == null) {
			return null;
		}
		long least = MAX_SECONDS;
		for (String argument : written) {
			least = Math.min(least, number(unquoted(argument)));
		}
		return least;
	}

	/**
	 * Returns whether a directive is there and means the whole response, and not only
	 * some of its fields.
	 * @param name the name of the directive in lower case
	 * @return whether it says so at least once, or is wrong
	 */
	boolean isUnqualified(String name) {
		return has(name) && fieldNames(name).isEmpty();
	}

	/**
	 * Returns the names of the fields that a directive means (RFC 9111, sections 5.2.2.4
	 * and 5.2.2.7).
	 * @param name the name of the directive in lower case
	 * @return the names in lower case; none if the directive is absent or means the whole
	 * response
	 */
	Set<String> fieldNames(String name) {
		Set<String> names = new HashSet<>();
		for (String argument : this.arguments.getOrDefault(name, List.of())) {
			boolean any = false;
			for (String field : unquoted(argument).split(",", -1)) {
				String stripped = field.strip();
				if (!stripped.isEmpty() && !FieldLists.isToken(stripped)) {
					return Set.of();
				}
				if (!stripped.isEmpty()) {
					names.add(stripped.toLowerCase(Locale.ROOT));
					any = true;
				}
			}
			if (!any) {
				return Set.of();
			}
		}
		return names;
	}

	private static String unquoted(String argument) {
		int last = argument.length() - 1;
		boolean quoted = last > 0 && argument.charAt(0) == '"' && argument.charAt(last) == '"';
		return quoted ? argument.substring(1, last).replace("\\", "") : argument;
	}

	private static long number(String digits) {
		if (digits.isEmpty() || !digits.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return 0;
		}
		String significant = digits.replaceFirst("^0+", "");
		if (significant.isEmpty()) {
			return 0;
		}
		return (significant.length() > 10) ? MAX_SECONDS : Math.min(Long.parseLong(significant), MAX_SECONDS);
	}

	@Override
	public String toString() {
		return this.arguments.toString();
	}

}
