package io.freshet.caching.administration;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * What came of a request that was made so that its response is stored.
 *
 * @param uri its URI
 * @param status the status code of the answer; {@code null} if there was none in time
 * @param stored whether the same request would be answered from the cache now
 * @param reason why, or why not
 */
public record WarmReport(URI uri, @Nullable Integer status, boolean stored, String reason) {
}
