package io.freshet.caching.testing;

import java.nio.file.Path;

/**
 * A real Redis for tests, which can be killed, paused and started again: a container
 * where a Docker engine answers, else a process of its own, see {@link ServerKind}. It
 * writes its data down (append-only file), as far as it got.
 */
public interface RedisServer extends AutoCloseable {

	/** Number of databases that a server has. */
	int DATABASES = 10_000;

	/**
	 * Returns the server that all tests of this JVM share. It starts when it is first
	 * asked for and stops after the last application context. Do not stop it; use a
	 * {@link #newDatabase() database} of your own.
	 * @return the shared server, running
	 */
	static RedisServer shared() {
		return SharedServers.REDIS.get();
	}

	/**
	 * Starts a server for one test, which may do to it what it likes. To be closed.
	 * @return a running server without data
	 */
	static RedisServer fresh() {
		return (ServerKind.current() == ServerKind.DOCKER) ? new DockerRedisServer() : EmbeddedRedisServer.temporary();
	}

	/**
	 * Starts a server in a process of its own, whose data outlive it. One that was left
	 * over on the same data is stopped first. To be closed.
	 * @param directory where the data are or will be
	 * @return a running server
	 */
	static RedisServer keepingDataIn(Path directory) {
		return EmbeddedRedisServer.keepingDataIn(directory);
	}

	/**
	 * Stops a server that was left over on data by a JVM that was killed; without one
	 * nothing happens.
	 * @param directory where the data are
	 */
	static void stopLeftOver(Path directory) {
		EmbeddedRedisServer.stopLeftOver(directory);
	}

	/**
	 * Returns the host to connect to.
	 * @return the host
	 */
	default String host() {
		return "localhost";
	}

	/**
	 * Returns the port to connect to, the same for the whole life of this object.
	 * @return the port
	 */
	int port();

	/**
	 * Returns the password that the server asks for.
	 * @return the password
	 */
	default String password() {
		return "redis123";
	}

	/**
	 * Returns the index of a database that nobody else in this JVM was given.
	 * @return the index; zero is never given
	 */
	default int newDatabase() {
		return SharedServers.nextRedisDatabase();
	}

	/**
	 * Kills the server at once (SIGKILL). What it had written down stays.
	 */
	void kill();

	/**
	 * Stops the server from running (SIGSTOP) while its connections stay open: it answers
	 * nothing until {@link #resume()}.
	 */
	void pause();

	/**
	 * Lets a paused server run on.
	 */
	void resume();

	/**
	 * Starts a killed server again, on the same port and with its data.
	 */
	void start();

	/**
	 * Starts a killed server again, on the same port and without data.
	 */
	void startEmpty();

	/**
	 * Stops the server for good. Data stay only where they were asked to be kept.
	 */
	@Override
	void close();

}
