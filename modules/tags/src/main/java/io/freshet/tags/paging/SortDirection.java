package io.freshet.tags.paging;

import java.util.Locale;

/**
 * Which end of a sorted listing comes first.
 */
public enum SortDirection {

	/**
	 * The smallest first.
	 */
	ASC,

	/**
	 * The greatest first.
	 */
	DESC;

	/**
	 * Returns the name of the direction in a request; SQL calls it the same.
	 * @return the name
	 */
	public String parameter() {
		return name().toLowerCase(Locale.ROOT);
	}

}
