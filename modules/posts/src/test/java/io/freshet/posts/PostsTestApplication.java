package io.freshet.posts;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application of posts and tags alone.
 */
@SpringBootApplication(scanBasePackages = { "io.freshet.posts", "io.freshet.tags" })
class PostsTestApplication {

}
