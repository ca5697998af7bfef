package io.freshet.caching.testing;

import java.util.Locale;

import org.testcontainers.DockerClientFactory;

/**
 * Where the servers of tests come from. Containers are taken where a Docker engine
 * answers; the system property {@code freshet.test.servers} ({@code docker} or
 * {@code embedded}) decides otherwise.
 */
enum ServerKind {

	/**
	 * Containers, by Testcontainers.
	 */
	DOCKER,

	/**
	 * Processes of this machine, from binaries on the class path.
	 */
	EMBEDDED;

	static final String PROPERTY = "freshet.test.servers";

	static ServerKind current() {
		return Chosen.KIND;
	}

	/** Asks the Docker engine once, and only if nothing was said. */
	private static final class Chosen {

		private static final ServerKind KIND = choose();

		private static ServerKind choose() {
			String wanted = System.getProperty(PROPERTY, "");
			if (!wanted.isEmpty()) {
				return valueOf(wanted.toUpperCase(Locale.ROOT));
			}
			return DockerClientFactory.instance().isDockerAvailable() ? DOCKER : EMBEDDED;
		}

	}

}
