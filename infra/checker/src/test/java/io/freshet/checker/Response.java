package io.freshet.checker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A response over HTTP, read to its end.
 *
 * @param status the status code
 * @param headers the header fields, their names in lower case
 * @param body the body
 */
record Response(int status, Map<String, String> headers, String body) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static Response readFrom(InputStream in) throws IOException {
		String[] statusLine = line(in).split(" ", 3);
		int status = Integer.parseInt(statusLine[1]);
		Map<String, String> headers = new HashMap<>();
		for (String field = line(in); !field.isEmpty(); field = line(in)) {
			int colon = field.indexOf(':');
			headers.put(field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
		}
		return new Response(status, headers, new String(body(in, status, headers), StandardCharsets.UTF_8));
	}

	private static byte[] body(InputStream in, int status, Map<String, String> headers) throws IOException {
		if (status == 204 || status == 304) {
			return new byte[0];
		}
		if ("chunked".equals(headers.get("transfer-encoding"))) {
			return chunks(in);
		}
		return exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
			all.writeBytes(exactly(in, length));
			line(in);
		}
		line(in);
		return all.toByteArray();
	}

	private static byte[] exactly(InputStream in, int length) throws IOException {
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The response ended early");
		}
		return bytes;
	}

	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(64);
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new EOFException("The connection was closed");
			}
			if (next != '\r') {
				line.write(next);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

	boolean isHit() {
		return header("x-cache").equals("HIT");
	}

	/** Returns whether it says that nobody could tell whether it is still valid. */
	boolean isMarkedStale() {
		return header("x-cache").equals("STALE");
	}

	JsonNode json() {
		return JSON.readTree(this.body);
	}

}
