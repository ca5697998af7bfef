/**
 * Posts over HTTP.
 */
@NullMarked
package io.freshet.posts.web;

import org.jspecify.annotations.NullMarked;
