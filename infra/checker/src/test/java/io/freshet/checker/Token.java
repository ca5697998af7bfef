package io.freshet.checker;

/**
 * What the answer to a write handed out, to be sent back with later reads.
 *
 * @param row the row that was written
 * @param version the version that such a read must show at least
 * @param instance the instance that wrote it
 * @param text the text of the token
 */
record Token(Row row, long version, int instance, String text) {

	static final String FIELD = "X-Freshet-Token";

}
