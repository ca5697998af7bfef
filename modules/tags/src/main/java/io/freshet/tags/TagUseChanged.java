package io.freshet.tags;

import java.util.Set;

/**
 * The number of posts of some tags changed.
 *
 * @param slugs the tags, at least one
 */
public record TagUseChanged(Set<Slug> slugs) implements TagEvent {

	/**
	 * Copies the set.
	 * @param slugs the tags
	 */
	public TagUseChanged {
		slugs = Set.copyOf(slugs);
	}

}
