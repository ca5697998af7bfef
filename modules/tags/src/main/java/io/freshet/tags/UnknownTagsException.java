package io.freshet.tags;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tags were to be used that do not exist.
 */
public class UnknownTagsException extends RuntimeException {

	private final transient Set<Slug> slugs;

	/**
	 * Makes an exception.
	 * @param slugs the slugs that no tag has
	 */
	public UnknownTagsException(Collection<Slug> slugs) {
		super("There are no such tags: " + slugs.stream().sorted().map(Slug::value).collect(Collectors.joining(", "))
				+ "; create them first");
		this.slugs = new TreeSet<>(slugs);
	}

	/**
	 * Returns the slugs that no tag has.
	 * @return the slugs, in alphabetical order
	 */
	public Set<Slug> slugs() {
		return this.slugs;
	}

}
