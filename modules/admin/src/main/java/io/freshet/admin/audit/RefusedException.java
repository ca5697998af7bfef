package io.freshet.admin.audit;

/**
 * A request of an administrator is not understood, or means what there is not; nothing
 * was done.
 */
public abstract class RefusedException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param message what is wrong
	 */
	protected RefusedException(String message) {
		super(message);
	}

}
