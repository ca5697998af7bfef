package io.freshet.posts;

/**
 * A post was published.
 *
 * @param post the post
 */
public record PostCreated(Post post) implements PostEvent {

}
