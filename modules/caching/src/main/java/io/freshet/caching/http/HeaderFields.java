package io.freshet.caching.http;

import java.util.List;

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

}
