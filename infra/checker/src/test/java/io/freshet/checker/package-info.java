/**
 * Proves or refutes, by what clients see while servers fail, that no answer is older than
 * the bound.
 */
@NullMarked
package io.freshet.checker;

import org.jspecify.annotations.NullMarked;
