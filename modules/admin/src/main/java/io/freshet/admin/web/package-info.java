/**
 * Administration over HTTP.
 */
@NullMarked
package io.freshet.admin.web;

import org.jspecify.annotations.NullMarked;
