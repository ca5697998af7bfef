package io.freshet.tags.precondition;

/**
 * The condition of a write cannot be read.
 */
public class MalformedIfMatchException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param field the value of the header
	 */
	public MalformedIfMatchException(String field) {
		super("If-Match is '" + field
				+ "' but must be '*' or a list of entity tags such as \"7-3\", with their quotation marks");
	}

}
