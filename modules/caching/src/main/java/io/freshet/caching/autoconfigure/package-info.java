/**
 * Auto-configuration of the caches and their settings.
 */
@NullMarked
package io.freshet.caching.autoconfigure;

import org.jspecify.annotations.NullMarked;
