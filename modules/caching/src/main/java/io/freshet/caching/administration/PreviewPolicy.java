package io.freshet.caching.administration;

/**
 * How much of the values of a cache administrators may see.
 */
public enum PreviewPolicy {

	/**
	 * Nothing.
	 */
	HIDDEN,

	/**
	 * The structure: names, types and lengths, no values.
	 */
	SHAPE,

	/**
	 * The beginning of the value.
	 */
	FULL

}
