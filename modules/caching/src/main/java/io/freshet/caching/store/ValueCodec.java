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
	 * @return its bytes
	 * @throws RuntimeException if it cannot be encoded
	 */
	byte[] encode(T value);

	/**
	 * Decodes a value.
	 * @param payload the bytes
	 * @return the value
	 * @throws RuntimeException if they are not the bytes of a value
	 */
	T decode(byte[] payload);

}
