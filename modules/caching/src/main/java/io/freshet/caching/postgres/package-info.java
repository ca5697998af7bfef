/**
 * The ledger of invalidations on PostgreSQL, and the follower that reads it.
 */
@NullMarked
package io.freshet.caching.postgres;

import org.jspecify.annotations.NullMarked;
