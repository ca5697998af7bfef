/**
 * Real PostgreSQL and Redis servers for tests and for the local start of the application.
 */
@NullMarked
package io.freshet.caching.testing;

import org.jspecify.annotations.NullMarked;
