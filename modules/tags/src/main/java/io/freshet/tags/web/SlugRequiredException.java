package io.freshet.tags.web;

/**
 * A tag was to be created without a slug, and no slug can be made of its name.
 */
class SlugRequiredException extends RuntimeException {

	SlugRequiredException(String name) {
		super("No slug can be made of the name '" + name
				+ "', which has neither a Latin letter nor a digit; send one as 'slug'");
	}

}
