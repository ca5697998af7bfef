/**
 * Looking at caches and clearing them.
 */
@NullMarked
package io.freshet.admin;

import org.jspecify.annotations.NullMarked;
