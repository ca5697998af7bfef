/**
 * Entries, the port of the stores that keep them, and the composition of two tiers.
 */
@NullMarked
package io.freshet.caching.store;

import org.jspecify.annotations.NullMarked;
