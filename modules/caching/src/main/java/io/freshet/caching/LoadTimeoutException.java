package io.freshet.caching;

import java.time.Duration;

/**
 * A load took longer than its caller may wait, and there was no value to serve in its
 * place. The load goes on; what it brings is kept.
 */
public class LoadTimeoutException extends CacheException {

	private final transient CacheName cache;

	private final Duration timeout;

	/**
	 * Makes an exception.
	 * @param cache the cache
	 * @param timeout the time that the caller waited
	 */
	public LoadTimeoutException(CacheName cache, Duration timeout) {
		super("No value for cache '" + cache + "' within " + timeout.toMillis()
				+ " ms; the load goes on, and its result will be kept");
		this.cache = cache;
		this.timeout = timeout;
	}

	/**
	 * Returns the cache.
	 * @return its name
	 */
	public CacheName cache() {
		return this.cache;
	}

	/**
	 * Returns the time that the caller waited.
	 * @return the hard timeout of the cache
	 */
	public Duration timeout() {
		return this.timeout;
	}

}
