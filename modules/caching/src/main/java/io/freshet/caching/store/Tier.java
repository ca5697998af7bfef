package io.freshet.caching.store;

/**
 * Where an entry is kept.
 */
public enum Tier {

	/**
	 * The memory of this process.
	 */
	NEAR,

	/**
	 * Redis, shared by all instances.
	 */
	SHARED;

	/**
	 * Returns the name in meters and reports.
	 * @return the name in lower case
	 */
	public String label() {
		return (this == NEAR) ? "near" : "shared";
	}

}
