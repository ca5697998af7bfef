package io.freshet.caching.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies that are kept compressed, once for all who take gzip (RFC 9110, section
 * 8.4.1.3). Such a response has two representations: coded, whose bytes are ready, and as
 * it came, which is decoded for each who asks for that. Their strong entity tags are
 * different (RFC 9110, section 8.8.3.3); a weak one is the same for both.
 */
public final class GzipCoding {

	/** What an entity tag ends with that stands for a coded body. */
	private static final String MARK = ";gzip";

	private static final String VARY = "Vary";

	private static final String ACCEPT_ENCODING = "Accept-Encoding";

	/** Beside {@code text/*} and what is made of JSON or XML. */
	private static final Set<String> COMPRESSIBLE = Set.of("application/json", "application/xml",
			"application/javascript", "application/x-ndjson", "application/wasm", "font/ttf", "font/otf");

	/** Fields that say something of the very bytes that came. */
	private static final List<String> OF_THE_BYTES = List.of("Content-Encoding", "Content-Range", "Content-MD5",
			"Content-Digest", "Digest", "Repr-Digest", "Signature");

	private GzipCoding() {
	}

	/**
	 * Returns whether a response may be kept compressed, as far as its head tells: it is
	 * of a type that gets shorter, came without coding, and nobody objects.
	 * @param head the response, perhaps without its body
	 * @param route the policy of its route
	 * @return whether to compress the body if it is long enough
	 */
	public static boolean isFor(StoredResponse head, RoutePolicy route) {
		HeaderFields fields = head.fields();
		long declared = StorageRules.declaredLength(fields);
		return route.compresses() && (declared < 0 || declared >= route.compressionThreshold())
				&& isCompressible(head.header("Content-Type")) && OF_THE_BYTES.stream().noneMatch(fields::has)
				// The origin chooses by itself whom it sends what.
				&& !head.selecting().containsKey("accept-encoding")
				&& !CacheControl.parse(fields.values("Cache-Control")).has("no-transform");
	}

	private static boolean isCompressible(String contentType) {
		int parameters = contentType.indexOf(';');
		String type = ((parameters < 0) ? contentType : contentType.substring(0, parameters)).strip()
			.toLowerCase(Locale.ROOT);
		return (type.startsWith("text/") && !type.equals("text/event-stream")) || COMPRESSIBLE.contains(type)
				|| type.endsWith("+json") || type.endsWith("+xml");
	}

	/**
	 * Says of a response that others may get another representation of it.
	 * @param head a response that may be kept compressed
	 * @return the response, to be sent and kept
	 */
	public static StoredResponse announced(StoredResponse head) {
		return head.with(varied(head.headers()), head.requestedAt(), head.receivedAt());
	}

	/**
	 * Compresses a response. Takes time in proportion to its length.
	 * @param whole a response that may be kept compressed
	 * @param route the policy of its route
	 * @return what to keep: the response as it is, if that is not longer
	 */
	public static StoredResponse compress(StoredResponse whole, RoutePolicy route) {
		int length = whole.length();
		if (length < route.compressionThreshold() || whole.isCompressed()) {
			return whole;
		}
		byte[] coded = encode(whole.body());
		return (coded.length < length) ? whole.compressed(ByteBuffer.wrap(coded), length) : whole;
	}

	private static byte[] encode(ByteBuffer body) {
		byte[] plain = new byte[body.remaining()];
		body.duplicate().get(plain);
		ByteArrayOutputStream coded = new ByteArrayOutputStream(plain.length / 4 + 64);
		try (GZIPOutputStream gzip = new GZIPOutputStream(coded, 8192)) {
			gzip.write(plain);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return coded.toByteArray();
	}

	static ByteBuffer decode(ByteBuffer coded, int length) {
		byte[] bytes = new byte[coded.remaining()];
		coded.duplicate().get(bytes);
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes), 8192)) {
			byte[] plain = new byte[length];
			if (gzip.readNBytes(plain, 0, length) != length || gzip.read() >= 0) {
				throw new IllegalStateException("Kept body is not as long as it came");
			}
			return ByteBuffer.wrap(plain);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Selects a representation (RFC 9110, section 12.1). What the client has, or has a
	 * part of, comes first, if it takes that; then what it prefers; then what is shorter.
	 */
	static StoredResponse select(HeaderFields request, StoredResponse stored) {
		StoredResponse gzipped = stored.gzipped();
		if (gzipped == null) {
			return stored;
		}
		if (CacheControl.parse(request.values("Cache-Control")).has("no-transform")) {
			// RFC 9111, section 5.2.1.6.
			return stored;
		}
		AcceptedCodings accepted = AcceptedCodings.of(request);
		if (accepted.takeGzip() && accepted.takeIdentity()) {
			if (names(request, gzipped)) {
				return gzipped;
			}
			if (names(request, stored)) {
				return stored;
			}
		}
		return (accepted.preferGzip() || !accepted.takeIdentity()) ? gzipped : stored;
	}

	private static boolean names(HeaderFields request, StoredResponse representation) {
		return EntityTags.lists(request.values("If-None-Match"), representation.fields())
				|| EntityTags.lists(request.values("If-Range"), representation.fields());
	}

	static List<HeaderField> varied(List<HeaderField> headers) {
		if (ResponseVary.isBy("accept-encoding", HeaderFields.of(headers))) {
			return headers;
		}
		List<HeaderField> varied = new ArrayList<>(headers);
		varied.add(new HeaderField(VARY, ACCEPT_ENCODING));
		return varied;
	}

	/**
	 * Returns the header fields of the coded representation.
	 */
	static List<HeaderField> ofCoded(List<HeaderField> headers, int length) {
		List<HeaderField> coded = new ArrayList<>(headers.size() + 2);
		for (HeaderField field : headers) {
			if (field.name().equalsIgnoreCase("ETag")) {
				coded.add(new HeaderField(field.name(), marked(field.value())));
			}
			else if (!field.name().equalsIgnoreCase("Content-Length")) {
				coded.add(field);
			}
		}
		coded.add(new HeaderField("Content-Encoding", "gzip"));
		coded.add(new HeaderField("Content-Length", Integer.toString(length)));
		return coded;
	}

	private static String marked(String tag) {
		String stripped = tag.strip();
		return EntityTags.isQuoted(stripped) ? stripped.substring(0, stripped.length() - 1) + MARK + '"' : tag;
	}

	/**
	 * Returns whether a condition names the tag of a coded representation.
	 * @param line a line of {@code If-Match} or {@code If-None-Match}
	 * @return whether only a cache can have made it
	 */
	public static boolean isMarked(String line) {
		return line.contains(MARK + '"');
	}

	/**
	 * Returns a condition as the origin understands it, which knows the tags of its own
	 * representation only.
	 * @param line a line of {@code If-Match} or {@code If-None-Match}
	 * @return the line to forward
	 */
	public static String withoutMarks(String line) {
		return line.replace(MARK + '"', "\"");
	}

}
