/**
 * Tells caches in front of the application, such as a CDN, what was invalidated.
 */
@NullMarked
package io.freshet.caching.announcement;

import org.jspecify.annotations.NullMarked;
