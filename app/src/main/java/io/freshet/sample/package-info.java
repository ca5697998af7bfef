/**
 * Posts and tags to try things with.
 */
@NullMarked
package io.freshet.sample;

import org.jspecify.annotations.NullMarked;
