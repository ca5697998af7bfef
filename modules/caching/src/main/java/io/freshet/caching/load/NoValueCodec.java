package io.freshet.caching.load;

import io.freshet.caching.store.ValueCodec;

/**
 * Encodes the absence of a value.
 */
final class NoValueCodec implements ValueCodec<Object> {

	static final Object NO_VALUE = new Object();

	static final NoValueCodec INSTANCE = new NoValueCodec();

	private NoValueCodec() {
	}

	@Override
	public byte[] encode(Object value) {
		return new byte[0];
	}

	@Override
	public Object decode(byte[] payload) {
		return NO_VALUE;
	}

	@Override
	public long shape() {
		return 0;
	}

	@Override
	public long weigh(Object value, int length) {
		return 0;
	}

}
