package io.freshet.posts;

/**
 * Something happened to a post; published inside the transaction that made it happen.
 */
public sealed interface PostEvent permits PostCreated, PostUpdated, PostDeleted {

}
