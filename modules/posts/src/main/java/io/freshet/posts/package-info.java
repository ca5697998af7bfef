/**
 * Publishing and reading posts.
 */
@NullMarked
package io.freshet.posts;

import org.jspecify.annotations.NullMarked;
