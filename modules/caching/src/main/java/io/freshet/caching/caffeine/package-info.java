/**
 * The near tier, on Caffeine.
 */
@NullMarked
package io.freshet.caching.caffeine;

import org.jspecify.annotations.NullMarked;
