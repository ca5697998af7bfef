package io.freshet.tags;

import java.time.Instant;

import io.freshet.tags.precondition.EntityTag;
import org.jspecify.annotations.Nullable;

/**
 * A tag, as it was at one moment.
 *
 * @param slug its identity
 * @param name the name that readers see
 * @param description what the tag is for, or {@code null}
 * @param postCount how many posts carry it
 * @param version grows with each change of name or description; no two states of a slug
 * have the same one, even if the tag was deleted and created again
 * @param createdAt when it was created
 * @param updatedAt when name or description changed last
 */
public record Tag(Slug slug, String name, @Nullable String description, long postCount, long version, Instant createdAt,
		Instant updatedAt) {

	/**
	 * Returns the entity tag of this state: equal for two states only if nothing that a
	 * reader sees differs.
	 * @return the version and the number of posts
	 */
	public EntityTag entityTag() {
		return EntityTag.strong(this.version + "-" + this.postCount);
	}

	TagDetails details() {
		return new TagDetails(this.name, this.description);
	}

}
