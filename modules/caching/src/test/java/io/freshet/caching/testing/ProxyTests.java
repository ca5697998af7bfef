package io.freshet.caching.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProxyTests {

	private static final int PATIENCE = 10_000;

	private static final int MOMENT = 100;

	private EchoServer server;

	private Proxy proxy;

	private Socket client;

	@BeforeEach
	void connect() throws IOException {
		this.server = new EchoServer("");
		this.proxy = Proxy.to(this.server.port());
		this.client = open();
	}

	private Socket open() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
		socket.setSoTimeout(PATIENCE);
		return socket;
	}

	@AfterEach
	void disconnect() throws IOException {
		this.client.close();
		this.proxy.close();
		this.server.close();
	}

	@Test
	void passesBytesOnInBothDirections() throws IOException {
		assertThat(echoed("hello", 5)).isEqualTo("hello");
	}

	@Test
	void swallowsOnOpenConnectionsAndServesNewOnes() throws IOException {
		echoed("before", 6);
		this.proxy.swallowOnOpenConnections();

		this.client.getOutputStream().write("lost".getBytes(StandardCharsets.US_ASCII));
		this.client.setSoTimeout(MOMENT);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.client.getInputStream().read());

		this.client.close();
		this.client = open();
		assertThat(echoed("hello", 5)).isEqualTo("hello");
	}

	@Test
	void passesBytesOnLaterWhenItDelays() throws IOException {
		echoed("before", 6);
		this.proxy.behave(Behaviour.delaying(Duration.ofMillis(MOMENT), Duration.ofMillis(MOMENT)));
		long begun = System.nanoTime();

		String answer = echoed("hello", 5);

		assertThat(answer).isEqualTo("hello");
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(2 * MOMENT));
	}

	@Test
	void holdsBytesBackWhileItStallsAndLosesNone() throws IOException {
		this.proxy.behave(Behaviour.stalling());
		send("hello");
		assertNothingComes();

		this.proxy.behave(Behaviour.forwarding());

		assertThat(received(5)).isEqualTo("hello");
	}

	@Test
	void passesNothingOnWhileItSwallowsAndEndsTheConnectionAfterwards() throws IOException {
		this.proxy.behave(Behaviour.swallowing());
		send("hello");
		assertNothingComes();

		this.proxy.behave(Behaviour.forwarding());

		assertEnded();
		this.client = open();
		assertThat(echoed("again", 5)).isEqualTo("again");
	}

	@Test
	void changesOneBitOnEachWayWhenItFlips() throws IOException {
		this.proxy.behave(Behaviour.flipping(1));

		send("\0\0\0\0");
		byte[] answer = this.client.getInputStream().readNBytes(4);

		int bits = 0;
		for (byte each : answer) {
			bits += Integer.bitCount(each & 0xff);
		}
		assertThat(bits).as("both ways can hit the same bit").isIn(0, 2);
	}

	@Test
	void endsTheConnectionWithinAMessageWhenItTruncates() throws IOException {
		this.proxy.behave(Behaviour.truncating(1));

		send("hello");

		assertThat(this.client.getInputStream().readAllBytes()).hasSizeLessThan(5);
	}

	@Test
	void endsAllConnectionsWhenItCuts() throws IOException {
		echoed("before", 6);

		this.proxy.cut();

		assertEnded();
	}

	@Test
	void leadsToAnotherServerWhenItsTargetChanges() throws IOException {
		try (EchoServer other = new EchoServer("other:")) {
			this.proxy.retarget(other.port());
			this.client = open();

			assertThat(echoed("hello", 11)).isEqualTo("other:hello");
		}
	}

	private String echoed(String text, int length) throws IOException {
		send(text);
		return received(length);
	}

	private void send(String text) throws IOException {
		this.client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	private String received(int length) throws IOException {
		return new String(this.client.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
	}

	private void assertNothingComes() throws IOException {
		this.client.setSoTimeout(MOMENT);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> this.client.getInputStream().read());
		this.client.setSoTimeout(PATIENCE);
	}

	private void assertEnded() {
		int end;
		try {
			end = this.client.getInputStream().read();
		}
		catch (IOException ex) {
			end = -1;
		}
		assertThat(end).isEqualTo(-1);
	}

	/** Sends back what it is sent, with something before it. */
	private static final class EchoServer implements AutoCloseable {

		private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private final String prefix;

		EchoServer(String prefix) throws IOException {
			this.prefix = prefix;
			start(this::accept);
		}

		private static void start(Runnable task) {
			Thread thread = new Thread(task, "Echo");
			thread.setDaemon(true);
			thread.start();
		}

		int port() {
			return this.entrance.getLocalPort();
		}

		private void accept() {
			while (!this.entrance.isClosed()) {
				try {
					Socket socket = this.entrance.accept();
					start(() -> echo(socket));
				}
				catch (IOException ex) {
					// The entrance was closed.
				}
			}
		}

		private void echo(Socket socket) {
			try (socket) {
				InputStream in = socket.getInputStream();
				byte[] bytes = new byte[1024];
				for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
					socket.getOutputStream().write(this.prefix.getBytes(StandardCharsets.UTF_8));
					socket.getOutputStream().write(bytes, 0, length);
				}
			}
			catch (IOException ex) {
				// The connection was cut.
			}
		}

		@Override
		public void close() throws IOException {
			this.entrance.close();
		}

	}

}
