package io.freshet.caching.codec;

import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

/**
 * Keeps bytes as they are. An array can be changed by whoever has it, so each caller gets
 * one of its own.
 */
final class BytesCodec implements ValueCodec<byte[]> {

	private static final long SHAPE = Shape.of("bytes 1");

	@Override
	public byte[] encode(byte[] value) {
		return value.clone();
	}

	@Override
	public byte[] decode(byte[] payload) {
		return payload;
	}

	@Override
	public long shape() {
		return SHAPE;
	}

	@Override
	public byte[] copyOf(byte[] value) {
		return value.clone();
	}

}
