package io.freshet.tags.paging;

/**
 * A field that a listing can be sorted by; its fields are the constants of an enum.
 */
public interface SortField {

	/**
	 * Returns the name of the field in a request.
	 * @return the name
	 */
	String parameter();

}
