package io.freshet.caching.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

/**
 * Keeps texts in UTF-8. A text that UTF-8 cannot express, because it has half of a
 * surrogate pair, is refused rather than changed.
 */
final class TextCodec implements ValueCodec<String> {

	private static final long SHAPE = Shape.of("text 1");

	@Override
	public byte[] encode(String value) {
		try {
			ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
			return Arrays.copyOfRange(encoded.array(), encoded.arrayOffset(),
					encoded.arrayOffset() + encoded.remaining());
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("Not a text: it has half of a surrogate pair", ex);
		}
	}

	@Override
	public String decode(byte[] payload) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("Not a text in UTF-8", ex);
		}
	}

	@Override
	public long shape() {
		return SHAPE;
	}

}
