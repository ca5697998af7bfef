package io.freshet.checker;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.freshet.caching.testing.RedisServer;

/**
 * A connection to Redis for commands that are answered in one line.
 */
final class RedisConnection implements Closeable {

	private final Socket socket;

	private final BufferedReader in;

	RedisConnection(RedisServer server) throws IOException {
		this.socket = new Socket(server.host(), server.port());
		this.in = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII));
		call("AUTH " + server.password());
	}

	String call(String command) throws IOException {
		this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
		String answer = this.in.readLine();
		if (answer == null || answer.startsWith("-")) {
			throw new IOException("Redis answered '" + command + "' with " + answer);
		}
		return answer;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
