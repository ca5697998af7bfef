package io.freshet.caching;

import org.jspecify.annotations.Nullable;

/**
 * A cache was used or configured wrongly. Trouble at run time, such as a lost Redis, is
 * no reason for one: it costs a hit and is counted.
 */
public class CacheException extends RuntimeException {

	private final @Nullable String action;

	/**
	 * Makes an exception.
	 * @param message what is wrong and what is allowed
	 */
	public CacheException(String message) {
		this(message, null, null);
	}

	/**
	 * Makes an exception with a cause.
	 * @param message what is wrong and what is allowed
	 * @param cause what it comes from
	 */
	public CacheException(String message, Throwable cause) {
		this(message, null, cause);
	}

	/**
	 * Makes an exception that says what to do.
	 * @param message what is wrong and what is allowed
	 * @param action what to do about it
	 */
	public CacheException(String message, String action) {
		this(message, action, null);
	}

	/**
	 * Makes an exception that says what to do, with a cause.
	 * @param message what is wrong and what is allowed
	 * @param action what to do about it; {@code null} if the message or the cause says so
	 * @param cause what it comes from, or {@code null}
	 */
	public CacheException(String message, @Nullable String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = (action == null && cause instanceof CacheException inner) ? inner.action : action;
	}

	/**
	 * Returns what to do about it.
	 * @return the action, or {@code null} if the message says it
	 */
	public @Nullable String action() {
		return this.action;
	}

}
