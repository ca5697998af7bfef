package io.freshet.caching.store;

/**
 * What an entry holds. The codes are part of the format in the shared tier.
 */
public enum EntryKind {

	/**
	 * One value.
	 */
	ONE(1),

	/**
	 * A sequence of values.
	 */
	MANY(2),

	/**
	 * The knowledge that there is no value.
	 */
	ABSENT(3),

	/**
	 * The error that the load ended with. It stays in the instance that saw it: an error
	 * has no form that another program could read.
	 */
	ERROR(4);

	private static final EntryKind[] KINDS = values();

	private final byte code;

	EntryKind(int code) {
		this.code = (byte) code;
	}

	/**
	 * Returns the code of this kind.
	 * @return the code
	 */
	public byte code() {
		return this.code;
	}

	/**
	 * Returns whether other instances may see entries of this kind.
	 * @return whether such an entry is kept in the shared tier
	 */
	public boolean isShared() {
		return this != ERROR;
	}

	/**
	 * Returns the kind of a code.
	 * @param code the code
	 * @return the kind
	 * @throws IllegalArgumentException if there is no such kind
	 */
	public static EntryKind of(byte code) {
		for (EntryKind kind : KINDS) {
			if (kind.code == code) {
				return kind;
			}
		}
		throw new IllegalArgumentException("No entry kind has code " + code);
	}

}
