package io.freshet.caching.web;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

/**
 * Responses as bytes: status, times, header fields, selecting fields, then the body as it
 * is, so that a decoded response shares the body with the payload.
 */
final class StoredResponseCodec implements ValueCodec<StoredResponse> {

	/** To be counted up whenever the form of the bytes changes. */
	static final long SHAPE = Shape.of("response 2");

	@Override
	public byte[] encode(StoredResponse response) {
		List<byte[]> texts = new ArrayList<>();
		for (HeaderField field : response.headers()) {
			texts.add(utf8(field.name()));
			texts.add(utf8(field.value()));
		}
		response.selecting().forEach((name, value) -> {
			texts.add(utf8(name));
			texts.add(utf8(value));
		});
		int length = 22 + response.body().remaining();
		for (byte[] text : texts) {
			length += 4 + text.length;
		}
		ByteBuffer buffer = ByteBuffer.allocate(length);
		buffer.putShort((short) response.status());
		buffer.putLong(response.requestedAt().toEpochMilli()).putLong(response.receivedAt().toEpochMilli());
		buffer.putShort((short) response.headers().size()).putShort((short) response.selecting().size());
		texts.forEach((text) -> buffer.putInt(text.length).put(text));
		buffer.put(response.body().duplicate());
		return buffer.array();
	}

	@Override
	public StoredResponse decode(byte[] payload) {
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		int status = buffer.getShort();
		Instant requestedAt = Instant.ofEpochMilli(buffer.getLong());
		Instant receivedAt = Instant.ofEpochMilli(buffer.getLong());
		int headerCount = Short.toUnsignedInt(buffer.getShort());
		int selectingCount = Short.toUnsignedInt(buffer.getShort());
		List<HeaderField> headers = new ArrayList<>(headerCount);
		for (int i = 0; i < headerCount; i++) {
			headers.add(new HeaderField(text(buffer), text(buffer)));
		}
		Map<String, String> selecting = new HashMap<>();
		for (int i = 0; i < selectingCount; i++) {
			selecting.put(text(buffer), text(buffer));
		}
		return new StoredResponse(status, headers, selecting, requestedAt, receivedAt, buffer.slice());
	}

	@Override
	public long shape() {
		return SHAPE;
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(ByteBuffer buffer) {
		int length = buffer.getInt();
		if (length < 0 || length > buffer.remaining()) {
			throw new BufferUnderflowException();
		}
		byte[] bytes = new byte[length];
		buffer.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
