package io.freshet.checker;

/**
 * What is to be thought of a read.
 *
 * @param kind whether it broke the promise
 * @param expected the version that it had to show at least
 * @param staleness the time, in nanoseconds, since the version that it showed had been
 * replaced by one that was acknowledged; zero if it had not
 */
record Verdict(Kind kind, long expected, long staleness) {

	enum Kind {

		/** Not older than what is promised. */
		ALLOWED,

		/** Older than what is promised. */
		TOO_OLD,

		/** Never committed. */
		UNDONE

	}

	boolean isViolation() {
		return this.kind != Kind.ALLOWED;
	}

}
