package io.freshet.posts;

/**
 * A post was deleted.
 *
 * @param post the post as it was
 */
public record PostDeleted(Post post) implements PostEvent {

}
