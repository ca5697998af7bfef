package io.freshet.checker;

/**
 * What is counted during one fault.
 */
enum Count {

	/** Responses to reads. */
	ANSWERS,

	/** Responses from the response cache. */
	HITS,

	/** Responses that said themselves that they may be old. */
	STALE,

	/** Rows that were shown, but for those in responses that were excused as stale. */
	READS,

	/** Reads with the token of a write at another instance. */
	WITH_TOKEN,

	/** Reads without an answer. */
	FAILED_READS,

	/** Writes that were acknowledged. */
	WRITES,

	/** Those of them that went past the application. */
	SQL_WRITES,

	/** Clears that were acknowledged, each after a change that nothing else told of. */
	CLEARS,

	/**
	 * Writes and clears that were not acknowledged, but for those meant to be refused.
	 */
	FAILED_WRITES

}
