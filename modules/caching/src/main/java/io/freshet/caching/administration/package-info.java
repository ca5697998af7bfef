/**
 * What an administrator may see of the caches and do to them.
 */
@NamedInterface("administration")
@NullMarked
package io.freshet.caching.administration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
