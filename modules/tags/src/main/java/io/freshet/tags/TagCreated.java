package io.freshet.tags;

/**
 * A tag came into being.
 *
 * @param tag the tag
 */
public record TagCreated(Tag tag) implements TagEvent {

}
