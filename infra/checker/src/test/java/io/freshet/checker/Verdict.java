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

		/** Older than what the token stands for that came with the request. */
		OLDER_THAN_TOKEN,

		/** Never committed. */
		UNDONE

	}

	boolean isViolation() {
		return this.kind != Kind.ALLOWED;
	}

	/**
	 * Judges more strictly: no bound counts for what a token stands for.
	 * @param seen the version that was seen
	 * @param owed the version that the token stands for, zero without one
	 */
	Verdict withToken(long seen, long owed) {
		return (isViolation() || seen >= owed) ? this : new Verdict(Kind.OLDER_THAN_TOKEN, owed, this.staleness);
	}

}
