package io.freshet.tags.precondition;

/**
 * The condition of a write does not hold: the resource changed since the client read it.
 */
public class PreconditionFailedException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param condition the condition
	 * @param current the entity tag of the current state
	 */
	public PreconditionFailedException(IfMatch condition, EntityTag current) {
		super("If-Match is " + condition + " but the current ETag is " + current
				+ "; read the resource again and repeat the change with its new ETag");
	}

}
