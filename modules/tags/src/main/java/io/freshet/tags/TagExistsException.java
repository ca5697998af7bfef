package io.freshet.tags;

/**
 * A tag cannot be created, because there is one of that slug.
 */
public class TagExistsException extends RuntimeException {

	private final Slug slug;

	/**
	 * Makes an exception.
	 * @param slug the slug
	 */
	public TagExistsException(Slug slug) {
		super("There is a tag '" + slug + "' already; choose another slug");
		this.slug = slug;
	}

	/**
	 * Returns the slug that is taken.
	 * @return the slug
	 */
	public Slug slug() {
		return this.slug;
	}

}
