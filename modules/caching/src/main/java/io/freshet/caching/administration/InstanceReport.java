package io.freshet.caching.administration;

import java.time.Instant;

/**
 * What one instance says of itself.
 *
 * @param id identifies the process
 * @param name what people call it
 * @param startedAt when its caches were started
 * @param reportedAt when it said so
 * @param caching the state of its caches
 */
public record InstanceReport(String id, String name, Instant startedAt, Instant reportedAt, CachingReport caching) {

	/**
	 * Version of the form in which instances tell each other. Reports of another form are
	 * not read, as may happen during a rolling deployment.
	 */
	public static final int FORM = 1;

}
