package io.freshet.caching.http;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, by name without case.
 */
@FunctionalInterface
public interface HeaderFields {

	/**
	 * Returns the lines of a field.
	 * @param name the name of the field
	 * @return its values, in the order of the lines; empty if the field is absent
	 */
	List<String> values(String name);

	/**
	 * Returns whether there is a line of a field.
	 * @param name the name of the field
	 * @return whether it is there, be it empty
	 */
	default boolean has(String name) {
		return !values(name).isEmpty();
	}

	/**
	 * Returns the first line of a field.
	 * @param name the name of the field
	 * @return its value, or {@code null} if the field is absent
	 */
	default @Nullable String first(String name) {
		List<String> values = values(name);
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * Looks at lines by their names.
	 * @param lines the lines, in order
	 * @return a view of them
	 */
	static HeaderFields of(List<HeaderField> lines) {
		return (name) -> {
			List<String> values = List.of();
			for (HeaderField line : lines) {
				if (line.name().equalsIgnoreCase(name)) {
					if (values.isEmpty()) {
						values = List.of(line.value());
					}
					else {
						values = new ArrayList<>(values);
						values.add(line.value());
					}
				}
			}
			return values;
		};
	}

}
