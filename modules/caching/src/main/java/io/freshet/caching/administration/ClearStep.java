package io.freshet.caching.administration;

/**
 * How far clearing is.
 */
public sealed interface ClearStep {

	/**
	 * It goes on.
	 *
	 * @param scanned the number of entries that were looked at
	 * @param found the number of different entries that were meant; they are removed,
	 * unless it is a dry run
	 */
	record Progress(long scanned, long found) implements ClearStep {
	}

	/**
	 * It is done.
	 *
	 * @param report what came of it
	 */
	record Done(ClearReport report) implements ClearStep {
	}

}
