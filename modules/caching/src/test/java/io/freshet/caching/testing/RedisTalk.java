package io.freshet.caching.testing;

import java.time.Duration;
import java.util.function.Function;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;

/**
 * Talks to Redis servers as an administrator would, past the caches, over RESP2.
 */
public final class RedisTalk implements AutoCloseable {

	private static final int ATTEMPTS = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final RedisClient client = RedisClient.create();

	/**
	 * Begins without a connection.
	 */
	public RedisTalk() {
		this.client.setOptions(ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
	}

	/**
	 * Talks to a server.
	 * @param <T> what is answered
	 * @param server the server
	 * @param conversation what to say
	 * @return the answer
	 */
	public <T> T with(RedisServer server, Function<RedisCommands<String, String>, T> conversation) {
		RedisURI uri = RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(server.port())
			.withPassword(server.password().toCharArray())
			.withTimeout(PATIENCE)
			.build();
		try (StatefulRedisConnection<String, String> connection = connect(uri)) {
			return conversation.apply(connection.sync());
		}
	}

	/** Seen once: nobody read the answer to the first command of a connection. */
	private StatefulRedisConnection<String, String> connect(RedisURI uri) {
		for (int attempt = 1;; attempt++) {
			try {
				return this.client.connect(uri);
			}
			catch (RedisConnectionException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
