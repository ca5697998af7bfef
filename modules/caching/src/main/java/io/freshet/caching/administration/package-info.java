/**
 * What an administrator may see of the caches and do to them.
 */
@NullMarked
package io.freshet.caching.administration;

import org.jspecify.annotations.NullMarked;
