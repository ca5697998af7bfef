package io.freshet.caching.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One connection to an HTTP server, which shows what really goes over the wire.
 */
final class WireClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	WireClient(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setSoTimeout(10_000);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/** Sends a request and reads the answer. */
	Answer exchange(String method, String target, String... headers) throws IOException {
		send(request(method, target, headers));
		return read(method);
	}

	static String request(String method, String target, String... headers) {
		StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			text.append(header).append("\r\n");
		}
		return text.append("\r\n").toString();
	}

	void send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
	}

	Answer read(String method) throws IOException {
		Answer head = head();
		boolean bodiless = method.equals("HEAD") || head.status() == 304 || head.status() == 204;
		return bodiless ? head : head.with(body(head));
	}

	/** Reads as far as the body. */
	Answer head() throws IOException {
		int status = Integer.parseInt(line().substring(9, 12));
		List<String> headers = new ArrayList<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			headers.add(line);
		}
		return new Answer(status, headers, "");
	}

	/** Reads what is left of a body that comes in chunks. */
	String rest() throws IOException {
		return new String(chunks(), StandardCharsets.ISO_8859_1);
	}

	String bytes(int length) throws IOException {
		return new String(this.in.readNBytes(length), StandardCharsets.ISO_8859_1);
	}

	/** Waits for the connection to end, and returns what came before that. */
	String untilItEnds() {
		StringBuilder text = new StringBuilder();
		try {
			for (int c = this.in.read(); c >= 0; c = this.in.read()) {
				text.append((char) c);
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("The connection goes on after: " + text, ex);
		}
		catch (IOException ex) {
			// Reset, which is an end as well.
		}
		return text.toString();
	}

	private byte[] body(Answer head) throws IOException {
		if (!head.header("Transfer-Encoding").equals("chunked")) {
			return this.in.readNBytes(Integer.parseInt(head.header("Content-Length")));
		}
		return chunks();
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
			body.writeBytes(chunk);
		}
		return body.toByteArray();
	}

	byte[] chunk() throws IOException {
		byte[] chunk = this.in.readNBytes(Integer.parseInt(line(), 16));
		line();
		return chunk;
	}

	String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new EOFException("Connection ended within: " + line);
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/** What the server answered, as it stood on the wire, a character for each byte. */
	record Answer(int status, List<String> headers, String body) {

		/** The value of a field, an empty text without one. */
		String header(String name) {
			return String.join(", ",
					this.headers.stream()
						.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
						.map((line) -> line.substring(name.length() + 1).strip())
						.toList());
		}

		/** All header lines but those in which a hit may differ from its miss. */
		List<String> lastingHeaders() {
			return this.headers.stream()
				.filter((line) -> !line.startsWith("X-Cache:") && !line.startsWith("Cache-Status:")
						&& !line.startsWith("Age:"))
				.sorted()
				.toList();
		}

		Answer with(byte[] content) {
			return new Answer(this.status, this.headers, new String(content, StandardCharsets.ISO_8859_1));
		}

		String cache() {
			return header("X-Cache");
		}

		String text() {
			return new String(this.body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		}

	}

}
