package io.freshet.caching.store;

/**
 * Turns values into bytes and back. Safe for use by several threads.
 *
 * @param <T> the type of the values
 */
public interface ValueCodec<T> {

	/**
	 * Encodes a value.
	 * @param value the value
	 * @return its bytes, which are not the value's own
	 * @throws RuntimeException if it cannot be encoded
	 */
	byte[] encode(T value);

	/**
	 * Decodes a value.
	 * @param payload the bytes
	 * @return the value, which may go on using the bytes
	 * @throws RuntimeException if they are not the bytes of a value
	 */
	T decode(byte[] payload);

	/**
	 * Returns a hash of the form in which values are written and read. Entries are found
	 * under the shape that they were written with only, so that two versions of a program
	 * that run at the same time do not read each other's. It must not change as long as
	 * each version reads what the other writes, from one start to the next least of all.
	 * @return the hash, for example of {@link Shape#of(String)}
	 */
	long shape();

	/**
	 * Returns what is handed to one caller of a value that others get, too.
	 * @param value the value
	 * @return the value itself if nobody can change it, as is the default, else a copy
	 */
	default T copyOf(T value) {
		return value;
	}

	/**
	 * Estimates how much memory a value takes.
	 * @param value the value
	 * @param length the length of the encoded value; a decoded one cannot reasonably
	 * consist of more objects than that
	 * @return bytes, with all that it refers to; -1 if it refers to more than what is
	 * encoded, or if that cannot be told: then the bytes are kept in memory and not the
	 * value
	 */
	default long weigh(T value, int length) {
		return HeapSize.of(value, length);
	}

}
