package io.freshet.caching;

/**
 * A cache was used or configured wrongly. Trouble at run time, such as a lost Redis, is
 * no reason for one: it costs a hit and is counted.
 */
public class CacheException extends RuntimeException {

	/**
	 * Makes an exception.
	 * @param message what is wrong and what is allowed
	 */
	public CacheException(String message) {
		super(message);
	}

	/**
	 * Makes an exception with a cause.
	 * @param message what is wrong and what is allowed
	 * @param cause what it comes from
	 */
	public CacheException(String message, Throwable cause) {
		super(message, cause);
	}

}
