package io.freshet.caching.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;

/**
 * The servers that the tests of one JVM share.
 */
final class SharedServers {

	static final Supplier<PostgresServer> POSTGRES = SingletonSupplier.of(() -> {
		PostgresServer server = PostgresServer.fresh();
		atExit(server::close);
		return server;
	});

	static final Supplier<RedisServer> REDIS = SingletonSupplier.of(() -> {
		RedisServer server = RedisServer.fresh();
		atExit(server::close);
		return server;
	});

	private static final String SPRING_HOOK = "SpringApplicationShutdownHook";

	private static final AtomicInteger redisDatabases = new AtomicInteger();

	private SharedServers() {
	}

	static int nextRedisDatabase() {
		return redisDatabases.incrementAndGet();
	}

	private static void atExit(Runnable close) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			awaitApplicationContexts();
			close.run();
		}, "Servers of tests"));
	}

	/** Contexts close in a hook of their own at the same time, and use the servers. */
	private static void awaitApplicationContexts() {
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().equals(SPRING_HOOK)) {
				try {
					thread.join();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}
	}

}
