/**
 * The response cache: asks caching.http and executes the answer.
 */
@NullMarked
package io.freshet.caching.web;

import org.jspecify.annotations.NullMarked;
