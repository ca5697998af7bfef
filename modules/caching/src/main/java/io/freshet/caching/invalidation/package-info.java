/**
 * What was invalidated and when, the stamp of an entry and the judgement over it; domain
 * events and their delivery.
 */
@NullMarked
package io.freshet.caching.invalidation;

import org.jspecify.annotations.NullMarked;
