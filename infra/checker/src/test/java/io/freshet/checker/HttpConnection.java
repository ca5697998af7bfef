package io.freshet.checker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A connection to an instance, for one thread. It is made when it is needed, kept, and
 * made anew after an error. Nothing is sent twice: whoever asked decides what an error
 * means.
 */
final class HttpConnection implements AutoCloseable {

	private final int port;

	private final int timeoutMillis;

	private @Nullable Socket socket;

	private @Nullable InputStream in;

	HttpConnection(int port, Duration timeout) {
		this.port = port;
		this.timeoutMillis = Math.toIntExact(timeout.toMillis());
	}

	Response send(Request request) throws IOException {
		try {
			Socket open = open();
			open.getOutputStream().write(request.bytes());
			Response response = Response.readFrom(this.in);
			if ("close".equalsIgnoreCase(response.header("connection"))) {
				close();
			}
			return response;
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/** Sends a request and goes away at once. */
	void sendAndLeave(Request request) throws IOException {
		try {
			open().getOutputStream().write(request.bytes());
		}
		finally {
			close();
		}
	}

	private Socket open() throws IOException {
		Socket current = this.socket;
		if (current == null) {
			current = new Socket();
			current.setTcpNoDelay(true);
			current.setSoTimeout(this.timeoutMillis);
			this.socket = current;
			current.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), this.timeoutMillis);
			this.in = new BufferedInputStream(current.getInputStream(), 16_384);
		}
		return current;
	}

	@Override
	public void close() {
		Socket current = this.socket;
		this.socket = null;
		if (current != null) {
			try {
				current.close();
			}
			catch (IOException ex) {
				// It is not used again.
			}
		}
	}

}
