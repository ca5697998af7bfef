package io.freshet.caching.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time that a server spends on one request. Beside each other, by turns: plain
 * reactor-netty, a filter that only writes ready bytes, a hit in the filter, and a hit in
 * front of WebFlux, all with the same body and as many header fields; and a route of
 * WebFlux without the cache beside misses that are kept. Each server and the load have
 * processes of their own.
 */
final class ResponseCostBenchmark {

	private static final int ROUNDS = Integer.getInteger("rounds", 15);

	private static final int WARM_UP = 10;

	private static final int REQUESTS = 16 * 1500;

	private ResponseCostBenchmark() {
	}

	/**
	 * Prints the ratios.
	 * @param args none
	 * @throws IOException if something cannot be started
	 */
	public static void main(String[] args) throws IOException {
		Peer load = Peer.start(HttpLoad.class);
		Map<String, Server> servers = new TreeMap<>();
		servers.put("plain reactor-netty", new Server("plain", "/page"));
		servers.put("filter, ready bytes", new Server("ready", "/page"));
		servers.put("hit", new Server("cached", "/page"));
		servers.put("hit in front", new Server("front", "/page"));
		servers.put("route without cache", new Server("route", "/page?n=#"));
		servers.put("miss, kept", new Server("cached", "/page?n=#"));
		Map<String, List<Double>> costs = new TreeMap<>();
		for (int round = -WARM_UP; round < ROUNDS; round++) {
			for (Map.Entry<String, Server> server : servers.entrySet()) {
				double cost = server.getValue().cost(load);
				if (round >= 0) {
					costs.computeIfAbsent(server.getKey(), (key) -> new ArrayList<>()).add(cost);
				}
			}
		}
		costs.forEach((name, all) -> System.out.printf(Locale.ROOT, "%-20s %6.1f us of CPU a request (median of %d)%n",
				name, median(all), all.size()));
		print(costs, "filter, ready bytes", "plain reactor-netty");
		print(costs, "hit", "plain reactor-netty");
		print(costs, "hit in front", "plain reactor-netty");
		print(costs, "hit", "filter, ready bytes");
		print(costs, "miss, kept", "route without cache");
		servers.values().forEach(Server::close);
		load.close();
	}

	private static void print(Map<String, List<Double>> costs, String name, String beside) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < costs.get(name).size(); i++) {
			ratios.add(costs.get(name).get(i) / costs.get(beside).get(i));
		}
		System.out.printf(Locale.ROOT, "%s / %s: %.2f (median of the ratios of %d rounds)%n", name, beside,
				median(ratios), ratios.size());
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private static final class Server {

		private final Peer process;

		private final String path;

		private final String port;

		Server(String kind, String path) throws IOException {
			this.process = Peer.start(ResponseCostServer.class, kind);
			this.path = path;
			this.port = this.process.read();
		}

		double cost(Peer load) {
			long before = cpu();
			load.ask(this.port + " " + REQUESTS + " " + this.path);
			return (cpu() - before) / 1000.0 / REQUESTS;
		}

		private long cpu() {
			return Long.parseLong(this.process.ask("cpu"));
		}

		void close() {
			this.process.close();
		}

	}

	/** A process that answers each line with a line. */
	private record Peer(Process process, PrintStream out, BufferedReader in) {

		static Peer start(Class<?> main, String... args) throws IOException {
			List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-classpath",
					System.getProperty("java.class.path"), main.getName()));
			command.addAll(List.of(args));
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			return new Peer(process, new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8),
					new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
		}

		String ask(String line) {
			this.out.println(line);
			return read();
		}

		String read() {
			try {
				String line = this.in.readLine();
				if (line == null) {
					throw new IllegalStateException("A process has ended");
				}
				return line;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		void close() {
			this.process.destroy();
		}

	}

}
