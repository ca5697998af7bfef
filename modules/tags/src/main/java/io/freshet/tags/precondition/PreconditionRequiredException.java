package io.freshet.tags.precondition;

/**
 * A write came without the condition that it needs.
 */
public class PreconditionRequiredException extends RuntimeException {

	/**
	 * Makes an exception.
	 */
	public PreconditionRequiredException() {
		super("This request must be conditional: send the ETag of what you read as If-Match, or '*' for any state");
	}

}
