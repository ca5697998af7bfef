/**
 * The application: its main class, security and configuration of the whole.
 */
@NullMarked
package io.freshet;

import org.jspecify.annotations.NullMarked;
