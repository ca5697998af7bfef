package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a client gets of a stored response (RFC 9111, section 4.3.2, and RFC 9110, section
 * 14). {@code Age}, {@code Date} and {@code Cache-Status} are added by whoever sends it.
 *
 * @param status the status code
 * @param headers the header fields
 * @param body the body in pieces; none for HEAD, whose header fields are those of GET
 */
public record Answer(int status, List<HeaderField> headers, List<ByteBuffer> body) {

	/** What a 416 would wrongly say of itself. */
	private static final Set<String> OF_ANOTHER_STATUS = Set.of("cache-control", "expires", "etag", "last-modified",
			"accept-ranges");

	/**
	 * Makes the answer: 304 if the client has the response already, 206 or 416 if it asks
	 * for a part, else the whole; in the content coding that suits it, if the response is
	 * kept compressed.
	 * @param request the request, a GET or a HEAD
	 * @param kept the stored response
	 * @return the answer
	 */
	public static Answer to(CacheRequest request, StoredResponse kept) {
		HeaderFields headers = request.headers();
		StoredResponse stored = GzipCoding.select(headers, kept);
		ConditionalRequest condition = ConditionalRequest.of(headers);
		if (condition.isPresent() && condition.isMetBy(stored)) {
			List<HeaderField> lasting = stored.headersWithoutAge()
				.stream()
				.filter((field) -> ConditionalRequest.isKeptIn304(field.name()))
				.toList();
			return new Answer(304, lasting, List.of());
		}
		boolean head = request.method().equals("HEAD");
		if (stored.status() == 200 && !head) {
			List<String> range = headers.values("Range");
			if (!range.isEmpty() && range.size() == 1 && IfRange.allows(headers, stored, kept.isCompressed())) {
				return ofRange(range.get(0), stored.plain());
			}
		}
		return head ? new Answer(stored.status(), stored.headersWithoutAge(), List.of()) : whole(stored.plain());
	}

	/**
	 * Returns whether the length of the body is among the header fields; if not, the body
	 * was sent in chunks, and is again.
	 * @return whether it is said
	 */
	public boolean isLengthSaid() {
		for (HeaderField field : this.headers) {
			if (field.name().equalsIgnoreCase("Content-Length")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether an empty body is sent all the same, in chunks: nobody said that
	 * there is none.
	 * @param request the request that is answered
	 * @return whether it is
	 */
	public boolean isEmptyInChunks(CacheRequest request) {
		return this.body.isEmpty() && !request.method().equals("HEAD") && this.status != 204 && this.status != 304
				&& !isLengthSaid();
	}

	private static Answer whole(StoredResponse stored) {
		List<ByteBuffer> body = stored.body().hasRemaining() ? List.of(stored.body().duplicate()) : List.of();
		return new Answer(stored.status(), stored.headersWithoutAge(), body);
	}

	private static Answer ofRange(String range, StoredResponse stored) {
		int length = stored.body().remaining();
		List<ByteRanges.Part> parts = ByteRanges.parse(range, length);
		if (parts == null) {
			return whole(stored);
		}
		if (parts.isEmpty()) {
			return unsatisfiable(stored, length);
		}
		if (parts.size() > 1) {
			return MultipartRanges.of(stored, parts);
		}
		ByteRanges.Part part = parts.get(0);
		List<HeaderField> headers = without(stored, Set.of("content-length", "content-range"));
		headers.add(new HeaderField("Content-Range", part.contentRange(length)));
		headers.add(new HeaderField("Content-Length", Integer.toString(part.length())));
		return new Answer(206, headers, List.of(part.of(stored.body())));
	}

	/**
	 * RFC 9110, section 15.5.17. What the response says besides its content, above all to
	 * scripts of other origins, is said of the refusal as well.
	 */
	private static Answer unsatisfiable(StoredResponse stored, int length) {
		List<HeaderField> headers = without(stored, OF_ANOTHER_STATUS);
		headers.removeIf((field) -> !ConditionalRequest.isKeptIn304(field.name()));
		headers.add(new HeaderField("Content-Range", "bytes */" + length));
		headers.add(new HeaderField("Content-Length", "0"));
		return new Answer(416, headers, List.of());
	}

	static List<HeaderField> without(StoredResponse stored, Set<String> names) {
		List<HeaderField> headers = new ArrayList<>(stored.headersWithoutAge());
		headers.removeIf((field) -> names.stream().anyMatch((name) -> name.equalsIgnoreCase(field.name())));
		return headers;
	}

}
