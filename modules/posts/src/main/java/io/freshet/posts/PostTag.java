package io.freshet.posts;

import io.freshet.tags.Slug;
import io.freshet.tags.Tag;

/**
 * A tag as a post shows it.
 *
 * @param slug its identity
 * @param name the name that readers see
 * @param version its version
 */
public record PostTag(Slug slug, String name, long version) {

	static PostTag of(Tag tag) {
		return new PostTag(tag.slug(), tag.name(), tag.version());
	}

}
