package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Several parts of a body in one answer, {@code multipart/byteranges} (RFC 9110, section
 * 14.6). The same request gets the same bytes.
 */
final class MultipartRanges {

	private MultipartRanges() {
	}

	static Answer of(StoredResponse stored, List<ByteRanges.Part> parts) {
		List<ByteBuffer> slices = parts.stream().map((part) -> part.of(stored.body())).toList();
		String boundary = boundary(parts, slices);
		List<ByteBuffer> pieces = new ArrayList<>(2 * parts.size() + 1);
		for (int i = 0; i < parts.size(); i++) {
			pieces.add(bytes(head(stored, parts.get(i), boundary)));
			pieces.add(slices.get(i));
		}
		pieces.add(bytes("\r\n--" + boundary + "--\r\n"));
		long length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
		List<HeaderField> headers = Answer.without(stored, Set.of("content-length", "content-range", "content-type"));
		headers.add(new HeaderField("Content-Type", "multipart/byteranges; boundary=" + boundary));
		headers.add(new HeaderField("Content-Length", Long.toString(length)));
		return new Answer(206, headers, pieces);
	}

	private static String head(StoredResponse stored, ByteRanges.Part part, String boundary) {
		String type = stored.header("Content-Type");
		return "\r\n--" + boundary + (type.isEmpty() ? "" : "\r\nContent-Type: " + type) + "\r\nContent-Range: "
				+ part.contentRange(stored.body().remaining()) + "\r\n\r\n";
	}

	/**
	 * A boundary must not occur in any of the parts (RFC 2046, section 5.1.1), whoever
	 * wrote them.
	 */
	private static String boundary(List<ByteRanges.Part> parts, List<ByteBuffer> slices) {
		long seed = parts.hashCode();
		String boundary;
		do {
			seed = seed * 6364136223846793005L + 1442695040888963407L;
			boundary = "freshet-" + Long.toHexString(seed);
		}
		while (occurs(boundary.getBytes(StandardCharsets.US_ASCII), slices));
		return boundary;
	}

	private static boolean occurs(byte[] boundary, List<ByteBuffer> slices) {
		for (ByteBuffer slice : slices) {
			for (int i = slice.position(); i <= slice.limit() - boundary.length; i++) {
				if (startsWith(boundary, slice, i)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean startsWith(byte[] boundary, ByteBuffer slice, int at) {
		for (int i = 0; i < boundary.length; i++) {
			if (slice.get(at + i) != boundary[i]) {
				return false;
			}
		}
		return true;
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
	}

}
