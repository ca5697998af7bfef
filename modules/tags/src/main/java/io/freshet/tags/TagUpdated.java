package io.freshet.tags;

/**
 * A tag was renamed or described anew.
 *
 * @param before the tag before the change
 * @param after the tag after it
 */
public record TagUpdated(Tag before, Tag after) implements TagEvent {

	boolean renamed() {
		return !this.before.name().equals(this.after.name());
	}

}
