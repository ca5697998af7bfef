package io.freshet.caching.redis;

import java.util.Arrays;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;

/**
 * Makes payloads shorter where that is worth it, and brings them back. They become LZ4
 * blocks: a page of JSON becomes a fifth longer than with deflate at its fastest level,
 * in a quarter of the time.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">LZ4 Block
 * Format Description</a>
 */
final class PayloadCompression {

	/** No LZ4 block stands for more than so many times its own bytes. */
	private static final long BEST_RATIO = 255;

	/**
	 * What is compressed has to become shorter by this part, or it is not worth the time
	 * to bring it back.
	 */
	private static final int PART_SAVED = 8;

	private PayloadCompression() {
	}

	/**
	 * Makes a payload shorter.
	 * @param payload the payload
	 * @return what it was compressed to; the payload itself if that does not save an
	 * eighth
	 */
	static byte[] compress(byte[] payload) {
		Lz4Compressor compressor = new Lz4Compressor();
		byte[] target = new byte[compressor.maxCompressedLength(payload.length)];
		int length = compressor.compress(payload, 0, payload.length, target, 0, target.length);
		return (length <= payload.length - payload.length / PART_SAVED) ? Arrays.copyOf(target, length) : payload;
	}

	/**
	 * Brings a payload back.
	 * @param compressed what it was compressed to
	 * @param length its length
	 * @return the payload
	 * @throws IllegalArgumentException if it is not what a payload of that length was
	 * compressed to
	 */
	static byte[] decompress(byte[] compressed, int length) {
		if (length < 0 || length > compressed.length * BEST_RATIO) {
			throw new IllegalArgumentException("payload of " + length + " bytes");
		}
		byte[] payload = new byte[length];
		int restored;
		try {
			restored = new Lz4Decompressor().decompress(compressed, 0, compressed.length, payload, 0, length);
		}
		catch (MalformedInputException ex) {
			throw new IllegalArgumentException("payload does not decompress", ex);
		}
		if (restored != length) {
			throw new IllegalArgumentException("payload is not as long as stated");
		}
		return payload;
	}

}
