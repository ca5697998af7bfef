package io.freshet.caching.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a Redis server whether it is ready, without a client library.
 *
 * @param host the host
 * @param port the port
 * @param password the password
 */
record RedisPing(String host, int port, String password) {

	private static final int TIMEOUT = 500;

	/** A server that still reads its data back answers, but not with a pong. */
	boolean isAnswered() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(this.host, this.port), TIMEOUT);
			socket.setSoTimeout(TIMEOUT);
			socket.getOutputStream()
				.write(("AUTH " + this.password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
			BufferedReader answers = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
		}
		catch (IOException ex) {
			return false;
		}
	}

}
