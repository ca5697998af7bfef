package io.freshet.caching.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * Finds ports for servers that come and go. They lie below the range from which systems
 * take the ports of outgoing connections: while such a server is away nobody else gets
 * its port, and a client that tries to reconnect does not reach itself.
 */
final class LocalPort {

	private static final int LOWEST = 20_000;

	private static final int HIGHEST = 32_000;

	private static final int CLUSTER_BUS = 10_000;

	private LocalPort() {
	}

	static int find() {
		return find(HIGHEST, LocalPort::isFree);
	}

	/**
	 * Finds a port for a node of a Redis cluster, which takes a second one.
	 */
	static int findForClusterNode() {
		return find(HIGHEST - CLUSTER_BUS, (port) -> isFree(port) && isFree(port + CLUSTER_BUS));
	}

	private static int find(int highest, IntPredicate free) {
		for (int attempt = 0; attempt < 100; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, highest);
			if (free.test(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No free port found between " + LOWEST + " and " + highest);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getByName("localhost"), port));
			return true;
		}
		catch (BindException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
