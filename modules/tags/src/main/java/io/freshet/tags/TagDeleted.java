package io.freshet.tags;

/**
 * A tag, which no post carried, was deleted.
 *
 * @param tag the tag as it was
 */
public record TagDeleted(Tag tag) implements TagEvent {

}
