/**
 * Pages of a listing, over HTTP: here because tags is the lower of the two modules that
 * list things.
 */
@NamedInterface("paging")
@NullMarked
package io.freshet.tags.paging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
