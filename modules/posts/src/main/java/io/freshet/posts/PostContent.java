package io.freshet.posts;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

import io.freshet.tags.Slug;

import org.springframework.util.Assert;

/**
 * What people write and change later.
 *
 * @param title the title, 1 to {@value #TITLE_LENGTH} characters
 * @param body the text, 1 to {@value #BODY_LENGTH} characters
 * @param tags the tags of the post, {@value #MAX_TAGS} at most
 */
public record PostContent(String title, String body, SortedSet<Slug> tags) {

	/**
	 * Longest title, in characters.
	 */
	public static final int TITLE_LENGTH = 200;

	/**
	 * Longest text, in characters.
	 */
	public static final int BODY_LENGTH = 50_000;

	/**
	 * Greatest number of tags.
	 */
	public static final int MAX_TAGS = 10;

	/**
	 * Checks the lengths and copies the set.
	 * @param title the title
	 * @param body the text
	 * @param tags the tags
	 * @throws IllegalArgumentException if something is too short, too long or too much
	 */
	public PostContent {
		Assert.isTrue(!title.isBlank() && title.length() <= TITLE_LENGTH,
				() -> "Title of a post must have 1 to " + TITLE_LENGTH + " characters and not be blank");
		Assert.isTrue(!body.isBlank() && body.length() <= BODY_LENGTH,
				() -> "Body of a post must have 1 to " + BODY_LENGTH + " characters and not be blank");
		Assert.isTrue(tags.size() <= MAX_TAGS, () -> "A post must have " + MAX_TAGS + " tags at most");
		tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
	}

	/**
	 * Makes content.
	 * @param title the title
	 * @param body the text
	 * @param tags the tags, in any order; one that is there twice counts once
	 * @return the content
	 * @throws IllegalArgumentException if something is too short, too long or too much
	 */
	public static PostContent of(String title, String body, Collection<Slug> tags) {
		return new PostContent(title, body, new TreeSet<>(tags));
	}

}
