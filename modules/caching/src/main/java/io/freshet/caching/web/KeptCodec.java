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
 * is kept, after its length if it is compressed, so that a decoded response shares the
 * body with the payload. A list of variants has no status.
 */
final class KeptCodec implements ValueCodec<Kept> {

	/** To be counted up whenever the form of the bytes changes. */
	static final long SHAPE = Shape.of("response 4");

	private static final int VARIANTS = 0;

	private static final int FIXED = Short.BYTES * 3 + Long.BYTES * 2 + Integer.BYTES;

	/** In place of the length of a body that is kept as it came. */
	private static final int AS_IT_CAME = -1;

	@Override
	public byte[] encode(Kept kept) {
		if (kept instanceof Kept.One one) {
			return encode(one.response());
		}
		List<byte[]> texts = new ArrayList<>();
		List<Map<String, String>> variants = ((Kept.Variants) kept).selecting();
		variants.forEach((variant) -> add(texts, variant));
		ByteBuffer buffer = ByteBuffer.allocate(2 * Short.BYTES + Short.BYTES * variants.size() + length(texts));
		buffer.putShort((short) VARIANTS).putShort((short) variants.size());
		variants.forEach((variant) -> buffer.putShort((short) variant.size()));
		texts.forEach((text) -> buffer.putInt(text.length).put(text));
		return buffer.array();
	}

	private static byte[] encode(StoredResponse response) {
		List<byte[]> texts = new ArrayList<>();
		for (HeaderField field : response.headers()) {
			texts.add(utf8(field.name()));
			texts.add(utf8(field.value()));
		}
		add(texts, response.selecting());
		ByteBuffer buffer = ByteBuffer.allocate(FIXED + length(texts) + response.body().remaining());
		buffer.putShort((short) response.status());
		buffer.putLong(response.requestedAt().toEpochMilli()).putLong(response.receivedAt().toEpochMilli());
		buffer.putShort((short) response.headers().size()).putShort((short) response.selecting().size());
		texts.forEach((text) -> buffer.putInt(text.length).put(text));
		buffer.putInt(response.isCompressed() ? response.length() : AS_IT_CAME);
		buffer.put(response.body().duplicate());
		return buffer.array();
	}

	private static void add(List<byte[]> texts, Map<String, String> selecting) {
		selecting.forEach((name, value) -> {
			texts.add(utf8(name));
			texts.add(utf8(value));
		});
	}

	private static int length(List<byte[]> texts) {
		int length = 0;
		for (byte[] text : texts) {
			length += Integer.BYTES + text.length;
		}
		return length;
	}

	@Override
	public Kept decode(byte[] payload) {
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		int status = buffer.getShort();
		return (status == VARIANTS) ? decodeVariants(buffer) : new Kept.One(decodeResponse(status, buffer));
	}

	private static Kept.Variants decodeVariants(ByteBuffer buffer) {
		int[] sizes = new int[Short.toUnsignedInt(buffer.getShort())];
		for (int i = 0; i < sizes.length; i++) {
			sizes[i] = Short.toUnsignedInt(buffer.getShort());
		}
		List<Map<String, String>> variants = new ArrayList<>(sizes.length);
		for (int size : sizes) {
			variants.add(selecting(buffer, size));
		}
		return new Kept.Variants(variants);
	}

	private static StoredResponse decodeResponse(int status, ByteBuffer buffer) {
		Instant requestedAt = Instant.ofEpochMilli(buffer.getLong());
		Instant receivedAt = Instant.ofEpochMilli(buffer.getLong());
		int headerCount = Short.toUnsignedInt(buffer.getShort());
		int selectingCount = Short.toUnsignedInt(buffer.getShort());
		List<HeaderField> headers = new ArrayList<>(headerCount);
		for (int i = 0; i < headerCount; i++) {
			headers.add(new HeaderField(text(buffer), text(buffer)));
		}
		Map<String, String> selecting = selecting(buffer, selectingCount);
		int length = buffer.getInt();
		StoredResponse decoded = new StoredResponse(status, headers, selecting, requestedAt, receivedAt,
				buffer.slice());
		return (length == AS_IT_CAME) ? decoded : decoded.compressed(decoded.body(), length);
	}

	private static Map<String, String> selecting(ByteBuffer buffer, int count) {
		Map<String, String> selecting = new HashMap<>();
		for (int i = 0; i < count; i++) {
			selecting.put(text(buffer), text(buffer));
		}
		return selecting;
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
