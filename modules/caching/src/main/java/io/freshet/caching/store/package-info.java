/**
 * Entries, the port of the stores that keep them, and the composition of two tiers.
 */
@NamedInterface("store")
@NullMarked
package io.freshet.caching.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
