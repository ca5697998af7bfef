package io.freshet.posts;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import io.freshet.tags.Slug;
import io.freshet.tags.TagLabel;
import io.freshet.tags.precondition.EntityTag;

/**
 * A post, as it was at one moment.
 *
 * @param id its identity
 * @param title the title
 * @param body the text
 * @param author the name of who wrote it
 * @param tags its tags, in the order of their slugs
 * @param version grows with each change of the post
 * @param createdAt when it was created
 * @param updatedAt when it changed last
 */
public record Post(PostId id, String title, String body, String author, List<TagLabel> tags, long version,
		Instant createdAt, Instant updatedAt) {

	/**
	 * Copies the list.
	 * @param id the identity
	 * @param title the title
	 * @param body the text
	 * @param author the author
	 * @param tags the tags
	 * @param version the version
	 * @param createdAt the time of creation
	 * @param updatedAt the time of the last change
	 */
	public Post {
		tags = List.copyOf(tags);
	}

	/**
	 * Returns the entity tag of this state: equal for two states only if nothing that a
	 * reader sees differs, the names of the tags included.
	 * @return the version of the post, then those of its tags
	 */
	public EntityTag entityTag() {
		String version = Long.toString(this.version);
		StringJoiner text = new StringJoiner(".", version + "-", "").setEmptyValue(version);
		this.tags.forEach((tag) -> text.add(Long.toString(tag.version())));
		return EntityTag.strong(text.toString());
	}

	PostContent content() {
		return PostContent.of(this.title, this.body, slugs());
	}

	Set<Slug> slugs() {
		return this.tags.stream().map(TagLabel::slug).collect(Collectors.toCollection(LinkedHashSet::new));
	}

}
