package io.freshet.tags;

/**
 * A tag cannot be deleted, because posts carry it.
 */
public class TagInUseException extends RuntimeException {

	private final long postCount;

	/**
	 * Makes an exception.
	 * @param tag the tag
	 */
	public TagInUseException(Tag tag) {
		super("Tag '" + tag.slug() + "' is used by " + tag.postCount() + ((tag.postCount() == 1) ? " post" : " posts")
				+ "; only a tag that no post uses can be deleted");
		this.postCount = tag.postCount();
	}

	/**
	 * Returns how many posts carry the tag.
	 * @return the number of posts
	 */
	public long postCount() {
		return this.postCount;
	}

}
