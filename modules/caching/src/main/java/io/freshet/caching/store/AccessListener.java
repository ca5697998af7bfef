package io.freshet.caching.store;

/**
 * Is told of accesses to entries in memory, of a sample of the keys alone. Called on the
 * hottest path there is.
 */
public interface AccessListener {

	/**
	 * Wants to know nothing.
	 */
	AccessListener NONE = new AccessListener() {

		@Override
		public boolean samples(int hash) {
			return false;
		}

		@Override
		public void accessed(StoredEntry entry, long now) {
		}

	};

	/**
	 * Returns whether a key is in the sample.
	 * @param hash the hash code of the key
	 * @return whether to tell of accesses to it
	 */
	boolean samples(int hash);

	/**
	 * An entry was found, or kept where there was none.
	 * @param entry the entry
	 * @param now the time, milliseconds since 1970
	 */
	void accessed(StoredEntry entry, long now);

}
