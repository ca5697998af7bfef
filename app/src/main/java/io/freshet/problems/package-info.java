/**
 * Every error as a problem document (RFC 9457).
 */
@NullMarked
package io.freshet.problems;

import org.jspecify.annotations.NullMarked;
