package io.freshet.caching.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.freshet.caching.measuring.Peer;
import io.freshet.caching.measuring.Rounds;

/**
 * CPU time that a server spends on one request. Beside each other, by turns: plain
 * reactor-netty, a filter that only writes ready bytes, a hit in the filter, and a hit in
 * front of WebFlux, all with the same body and as many header fields; and a route of
 * WebFlux without the cache beside misses that are kept. Each server and the load have
 * processes of their own.
 */
final class ResponseCostBenchmark {

	private static final String READY = "filter, ready bytes";

	private static final String HIT = "hit";

	private static final String ROUTE = "route without cache";

	private static final String MISS = "miss, kept";

	private static final int ROUNDS = Integer.getInteger("rounds", 15);

	private static final int WARM_UP = 10;

	private static final int REQUESTS = 16 * 4000;

	private ResponseCostBenchmark() {
	}

	/**
	 * Prints the ratios.
	 * @param args none
	 * @throws IOException if something cannot be started
	 */
	public static void main(String[] args) throws IOException {
		Peer load = Peer.start(HttpLoad.class);
		Map<String, Server> servers = new LinkedHashMap<>();
		servers.put("plain reactor-netty", new Server("plain", "/page"));
		servers.put(READY, new Server("ready", "/page"));
		servers.put(HIT, new Server("cached", "/page"));
		servers.put("hit in front", new Server("front", "/page"));
		servers.put(ROUTE, new Server("route", "/page?n=#"));
		servers.put(MISS, new Server("cached", "/page?n=#"));
		Rounds rounds = new Rounds();
		servers.forEach((name, server) -> rounds.with(name, () -> server.cost(load)));
		rounds.run(WARM_UP, ROUNDS).print(System.out, "A request", "us of CPU");
		rounds.printRatio(System.out, HIT, READY);
		rounds.printRatio(System.out, MISS, ROUTE);
		servers.values().forEach(Server::close);
		load.close();
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

}
