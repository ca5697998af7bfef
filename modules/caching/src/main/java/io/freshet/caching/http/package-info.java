/**
 * Decisions of an HTTP cache as pure functions: what may be answered from it, under which
 * key, and what may be stored.
 */
@NullMarked
package io.freshet.caching.http;

import org.jspecify.annotations.NullMarked;
