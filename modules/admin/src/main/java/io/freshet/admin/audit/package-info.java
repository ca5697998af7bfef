/**
 * Who did what to the caches.
 */
@NullMarked
package io.freshet.admin.audit;

import org.jspecify.annotations.NullMarked;
