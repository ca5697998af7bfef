package com.example.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One connection to the gateway, on which everything is seen, interim responses included.
 */
final class RawClient implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 30_000;

	private final Socket socket;

	private final InputStream in;

	RawClient(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/** Asks for a path, and returns all that comes back up to the final response. */
	List<Message> get(String path, String version) throws IOException {
		send(path, version);
		List<Message> messages = new ArrayList<>();
		do {
			messages.add(message());
		}
		while (messages.get(messages.size() - 1).isInterim());
		return messages;
	}

	/** Asks for a path, and returns the first line that comes back. */
	String begin(String path) throws IOException {
		send(path, "HTTP/1.1");
		return line();
	}

	private void send(String path, String version) throws IOException {
		String request = "GET " + path + " " + version + "\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n";
		this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
	}

	private Message message() throws IOException {
		String status = line();
		List<String> fields = new ArrayList<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			fields.add(line.toLowerCase(Locale.ROOT));
		}
		Message head = new Message(status, fields, "");
		return head.isInterim() ? head : new Message(status, fields, body(fields));
	}

	private String body(List<String> fields) throws IOException {
		if (fields.contains("transfer-encoding: chunked")) {
			StringBuilder body = new StringBuilder();
			for (int length = chunk(); length > 0; length = chunk()) {
				body.append(text(length));
				line();
			}
			line();
			return body.toString();
		}
		return text(fields.stream()
			.filter((field) -> field.startsWith("content-length:"))
			.mapToInt((field) -> Integer.parseInt(field.substring(field.indexOf(':') + 1).strip()))
			.findFirst()
			.orElseThrow());
	}

	private int chunk() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private String text(int length) throws IOException {
		return new String(this.in.readNBytes(length), StandardCharsets.US_ASCII);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new IOException("The connection was closed after '" + line + "'");
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

	/**
	 * One message of the server.
	 *
	 * @param status its first line
	 * @param fields the lines of its head, in lower case
	 * @param body its content
	 */
	record Message(String status, List<String> fields, String body) {

		boolean isInterim() {
			return this.status.startsWith("HTTP/1.1 1");
		}

	}

}
