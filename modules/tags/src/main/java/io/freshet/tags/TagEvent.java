package io.freshet.tags;

/**
 * Something happened to tags; published inside the transaction that made it happen.
 */
public sealed interface TagEvent permits TagCreated, TagUpdated, TagDeleted, TagUseChanged {

}
