package io.freshet.tags;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application of tags alone.
 */
@SpringBootApplication
class TagsTestApplication {

}
