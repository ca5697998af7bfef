package io.freshet.posts;

/**
 * There is no post of that identity.
 */
public class PostNotFoundException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param id what was asked for, which need not be a valid identity
	 */
	public PostNotFoundException(String id) {
		super("There is no post " + id);
	}

}
