/**
 * Tags over HTTP.
 */
@NullMarked
package io.freshet.tags.web;

import org.jspecify.annotations.NullMarked;
