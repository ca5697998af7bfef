/**
 * What other sizes and lifetimes would bring, from a sample of the accesses. Pure
 * algorithms, without I/O.
 */
@NullMarked
package io.freshet.caching.advice;

import org.jspecify.annotations.NullMarked;
