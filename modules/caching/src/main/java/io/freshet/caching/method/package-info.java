/**
 * Methods annotated as cached.
 */
@NullMarked
package io.freshet.caching.method;

import org.jspecify.annotations.NullMarked;
