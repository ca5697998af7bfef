package io.freshet.caching.store;

import java.util.Locale;

/**
 * Why an answer is not kept. Whoever asked gets it all the same.
 */
public enum RefusalReason {

	/**
	 * It is not meant to last: a value that says so, or an absence that is not to be
	 * remembered, or whose tags nobody can tell.
	 */
	NOT_LASTING,

	/**
	 * What it was made of has changed while it was being made.
	 */
	INVALIDATED,

	/**
	 * It cannot be encoded, or its tags cannot be told.
	 */
	UNWRITABLE,

	/**
	 * Its encoded form is longer than allowed.
	 */
	TOO_LARGE,

	/**
	 * It carries more tags than allowed.
	 */
	TOO_MANY_TAGS,

	/**
	 * It is a response that must not be kept; the log at level debug says which rule
	 * forbids it.
	 */
	RESPONSE;

	/**
	 * Returns the name in meters.
	 * @return the name in lower case, with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
