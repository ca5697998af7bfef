package io.freshet.checker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for instances, below those that systems take for outgoing connections:
 * while an instance is away nobody else gets its port.
 */
final class Ports {

	private Ports() {
	}

	static int free() {
		for (int attempt = 0; attempt < 100; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(12_000, 20_000);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Somebody has it.
			}
		}
		throw new IllegalStateException("No free port found");
	}

}
