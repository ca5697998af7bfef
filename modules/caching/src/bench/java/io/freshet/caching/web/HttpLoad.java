package io.freshet.caching.web;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Asks a server on this machine, in a process of its own so that what it costs does not
 * count as the server's. Reads lines {@code port requests path} and answers each with a
 * line when all is answered; {@code #} in a path stands for a number that is never the
 * same.
 */
final class HttpLoad {

	private static final int CONNECTIONS = 16;

	private static long number;

	private HttpLoad() {
	}

	/**
	 * Runs until its input ends.
	 * @param args none
	 */
	public static void main(String[] args) {
		ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
		try (Scanner orders = new Scanner(System.in, StandardCharsets.UTF_8)) {
			while (orders.hasNextInt()) {
				int port = orders.nextInt();
				int each = orders.nextInt() / CONNECTIONS;
				String path = orders.next();
				long from = number;
				number += (long) each * CONNECTIONS;
				CompletableFuture
					.allOf(IntStream.range(0, CONNECTIONS)
						.mapToObj((connection) -> CompletableFuture
							.runAsync(() -> ask(port, each, path, from + (long) connection * each), threads))
						.toArray(CompletableFuture[]::new))
					.join();
				System.out.println("done");
			}
		}
		threads.shutdown();
	}

	private static void ask(int port, int times, String path, long from) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
			OutputStream out = socket.getOutputStream();
			for (int i = 0; i < times; i++) {
				String target = path.replace("#", Long.toString(from + i));
				out.write(
						("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
				read(in);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void read(InputStream in) throws IOException {
		int length = -1;
		String line = line(in);
		if (!line.startsWith("HTTP/1.1 200")) {
			throw new IOException("Not 200 but " + line);
		}
		while (!line.isEmpty()) {
			line = line(in);
			if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
				length = Integer.parseInt(line.substring(15).strip());
			}
		}
		in.skipNBytes(length);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder(64);
		for (int c = in.read(); c != '\n'; c = in.read()) {
			if (c < 0) {
				throw new IOException("The connection ended");
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

}
