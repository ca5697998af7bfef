package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.reactive.RedisClusterReactiveCommands;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Gives what Spring Data's connections share as well: Lettuce's own.
 */
final class SharedLettuce extends LettuceConnectionFactory {

	SharedLettuce(RedisConfiguration server, LettuceClientConfiguration configuration) {
		super(server, configuration);
	}

	/**
	 * Returns the commands of the shared connection. Blocks if it is not made yet.
	 * @return the commands, of a single server or of a cluster
	 */
	RedisClusterReactiveCommands<ByteBuffer, ByteBuffer> commands() {
		StatefulConnection<ByteBuffer, ByteBuffer> shared = Objects.requireNonNull(getSharedReactiveConnection());
		return (shared instanceof StatefulRedisClusterConnection<ByteBuffer, ByteBuffer> cluster) ? cluster.reactive()
				: ((StatefulRedisConnection<ByteBuffer, ByteBuffer>) shared).reactive();
	}

}
