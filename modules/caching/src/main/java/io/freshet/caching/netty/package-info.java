/**
 * Hits that Reactor Netty answers itself.
 */
@NullMarked
package io.freshet.caching.netty;

import org.jspecify.annotations.NullMarked;
