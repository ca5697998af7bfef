/**
 * The tag directory.
 */
@NullMarked
package io.freshet.tags;

import org.jspecify.annotations.NullMarked;
