/**
 * Publishing and reading posts.
 */
@ApplicationModule(
		allowedDependencies = { "caching", "tags", "tags::mergepatch", "tags::paging", "tags::precondition" })
@NullMarked
package io.freshet.posts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
