/**
 * Entity tags and conditional writes (RFC 9110, section 13): here because tags is the
 * lower of the two modules that change things under a condition.
 */
@NamedInterface("precondition")
@NullMarked
package io.freshet.tags.precondition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
