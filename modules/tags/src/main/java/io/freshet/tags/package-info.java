/**
 * The tag directory.
 */
@ApplicationModule(allowedDependencies = "caching")
@NullMarked
package io.freshet.tags;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
