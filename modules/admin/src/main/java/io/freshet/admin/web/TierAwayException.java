package io.freshet.admin.web;

/**
 * The shared tier was to be looked into, and cannot be reached.
 */
final class TierAwayException extends RuntimeException {

	TierAwayException(Throwable cause) {
		super("Redis cannot be reached. What is in the memory of this instance is listed with tier=near", cause);
	}

}
