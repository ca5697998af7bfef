package io.freshet.tags;

/**
 * There is no tag of that slug.
 */
public class TagNotFoundException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param slug what was asked for, which need not be a valid slug
	 */
	public TagNotFoundException(String slug) {
		super("There is no tag '" + slug + "'");
	}

}
