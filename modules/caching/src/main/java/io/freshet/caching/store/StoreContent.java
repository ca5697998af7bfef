package io.freshet.caching.store;

/**
 * How much a store keeps.
 *
 * @param entries the number of entries
 * @param bytes the bytes that they take
 */
public record StoreContent(long entries, long bytes) {

	/**
	 * Nothing.
	 */
	public static final StoreContent EMPTY = new StoreContent(0, 0);

	/**
	 * Adds another content.
	 * @param other the other content
	 * @return both together
	 */
	public StoreContent plus(StoreContent other) {
		return new StoreContent(this.entries + other.entries, this.bytes + other.bytes);
	}

}
