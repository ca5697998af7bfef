/**
 * JSON merge patches (RFC 7396): here because tags is the lower of the two modules that
 * are patched.
 */
@NamedInterface("mergepatch")
@NullMarked
package io.freshet.tags.mergepatch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
