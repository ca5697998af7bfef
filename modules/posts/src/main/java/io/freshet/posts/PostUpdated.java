package io.freshet.posts;

import java.util.Set;
import java.util.TreeSet;

import io.freshet.tags.Slug;

/**
 * A post changed.
 *
 * @param before the post before the change
 * @param after the post after it
 */
public record PostUpdated(Post before, Post after) implements PostEvent {

	boolean retitled() {
		return !this.before.title().equals(this.after.title());
	}

	/**
	 * Returns the tags that only one of the two states has.
	 */
	Set<Slug> retagged() {
		Set<Slug> slugs = new TreeSet<>(this.before.slugs());
		for (Slug slug : this.after.slugs()) {
			if (!slugs.remove(slug)) {
				slugs.add(slug);
			}
		}
		return slugs;
	}

}
