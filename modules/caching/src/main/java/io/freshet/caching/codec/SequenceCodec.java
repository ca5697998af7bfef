package io.freshet.caching.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

/**
 * Writes lists element by element, each with its length in front, for elements that are
 * not JSON.
 */
final class SequenceCodec<E> implements ValueCodec<List<E>> {

	private final ValueCodec<E> element;

	private final long shape;

	SequenceCodec(ValueCodec<E> element) {
		this.element = element;
		this.shape = Shape.of("sequence 1 of " + Long.toHexString(element.shape()));
	}

	@Override
	public byte[] encode(List<E> values) {
		List<byte[]> encoded = new ArrayList<>(values.size());
		long length = 0;
		for (E value : values) {
			byte[] bytes = this.element.encode(value);
			encoded.add(bytes);
			length += Integer.BYTES + bytes.length;
		}
		ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length));
		encoded.forEach((bytes) -> buffer.putInt(bytes.length).put(bytes));
		return buffer.array();
	}

	@Override
	public List<E> decode(byte[] payload) {
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		List<E> values = new ArrayList<>();
		while (buffer.hasRemaining()) {
			int length = buffer.getInt();
			if (length < 0 || length > buffer.remaining()) {
				throw new BufferUnderflowException();
			}
			byte[] bytes = new byte[length];
			buffer.get(bytes);
			values.add(this.element.decode(bytes));
		}
		return List.copyOf(values);
	}

	@Override
	public long shape() {
		return this.shape;
	}

	@Override
	public List<E> copyOf(List<E> values) {
		return values.stream().map(this.element::copyOf).toList();
	}

}
