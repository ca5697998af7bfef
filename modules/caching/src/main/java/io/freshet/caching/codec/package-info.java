/**
 * How values are written as bytes, and the shapes of their types.
 */
@NamedInterface("codec")
@NullMarked
package io.freshet.caching.codec;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
