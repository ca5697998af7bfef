package io.freshet.caching.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.freshet.caching.testing.Behaviour.Direction;

/**
 * Stands between a client and a server, on this machine, and does to their connections
 * what a network does on a bad day.
 */
public final class Proxy implements AutoCloseable {

	private final ServerSocket entrance;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private volatile int target;

	private final AtomicInteger generation = new AtomicInteger();

	private volatile Behaviour behaviour = Behaviour.forwarding();

	private Proxy(ServerSocket entrance, int target) {
		this.entrance = entrance;
		this.target = target;
	}

	/**
	 * Opens a proxy that passes everything on.
	 * @param port the port of the server
	 * @return the proxy, to be closed
	 */
	public static Proxy to(int port) {
		try {
			Proxy proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
			start("Proxy to " + port, proxy::accept);
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Returns the port to connect to.
	 * @return the port
	 */
	public int port() {
		return this.entrance.getLocalPort();
	}

	/**
	 * Behaves otherwise from now on, on the connections that are there as well.
	 * @param next what to do
	 */
	public void behave(Behaviour next) {
		Behaviour last = this.behaviour;
		this.behaviour = next;
		last.end();
		if (last.losesBytes()) {
			cut();
		}
	}

	/**
	 * Swallows everything on the connections that are there, which stay open; new ones
	 * are as good as before.
	 */
	public void swallowOnOpenConnections() {
		this.generation.incrementAndGet();
	}

	/**
	 * Closes all connections.
	 */
	public void cut() {
		this.open.forEach(Proxy::close);
	}

	/**
	 * Leads to another server from now on.
	 * @param port its port
	 */
	public void retarget(int port) {
		this.target = port;
		cut();
	}

	private void accept() {
		while (!this.entrance.isClosed()) {
			try {
				connect(this.entrance.accept());
			}
			catch (IOException ex) {
				// The entrance was closed, or nobody is there to connect to.
			}
		}
	}

	private void connect(Socket client) throws IOException {
		Socket server = new Socket();
		try {
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.target), 1000);
			this.open.add(client);
			this.open.add(server);
			pump(client, server, Direction.TO_SERVER);
			pump(server, client, Direction.TO_CLIENT);
		}
		catch (IOException ex) {
			close(client);
			close(server);
			throw ex;
		}
	}

	private void pump(Socket from, Socket to, Direction direction) throws IOException {
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		int born = this.generation.get();
		start("Proxy " + direction + " " + this.target, () -> {
			try {
				byte[] bytes = new byte[65_536];
				int length = in.read(bytes);
				while (length > 0 && (isSwallowed(born) || this.behaviour.pass(direction, bytes, length, out))) {
					length = in.read(bytes);
				}
			}
			catch (IOException ex) {
				// Then the other side shall see an end as well.
			}
			finally {
				close(from);
				close(to);
				this.open.remove(from);
				this.open.remove(to);
			}
		});
	}

	private boolean isSwallowed(int born) {
		return born != this.generation.get();
	}

	private static void close(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			// It is not used again.
		}
	}

	@Override
	public void close() {
		close(this.entrance);
		this.behaviour.end();
		cut();
	}

}
