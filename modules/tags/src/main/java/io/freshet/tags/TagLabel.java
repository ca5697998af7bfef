package io.freshet.tags;

/**
 * What is shown of a tag beside something that carries it: all but what changes whenever
 * something else gets or loses the tag.
 *
 * @param slug its identity
 * @param name the name that readers see
 * @param version its version
 */
public record TagLabel(Slug slug, String name, long version) {

	static TagLabel of(Tag tag) {
		return new TagLabel(tag.slug(), tag.name(), tag.version());
	}

}
