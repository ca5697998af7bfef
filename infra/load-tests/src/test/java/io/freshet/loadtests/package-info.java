/**
 * Load on a running instance, and what must hold under it.
 */
@NullMarked
package io.freshet.loadtests;

import org.jspecify.annotations.NullMarked;
