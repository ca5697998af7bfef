package io.freshet.caching.redis;

import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections of the cache to the server that the application itself uses, apart from the
 * application's own, because a cache wants other limits: a call is rejected at once while
 * the connection is lost, it times out soon, only so many may wait, and a connection
 * whose peer is gone is given up by the operating system.
 */
public final class RedisConnections implements DisposableBean {

	private final LettuceConnectionFactory factory;

	private RedisConnections(LettuceConnectionFactory factory) {
		this.factory = factory;
	}

	/**
	 * Prepares connections; none is made yet.
	 * @param application makes the connections of the application
	 * @param limits the limits of the cache
	 * @return the connections
	 */
	public static RedisConnections like(LettuceConnectionFactory application, Limits limits) {
		LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder()
			.commandTimeout(limits.stepTimeout())
			.clientOptions(options(limits));
		if (application.getClientConfiguration().isUseSsl()) {
			client.useSsl();
		}
		application.getClientConfiguration().getClientResources().ifPresent(client::clientResources);
		LettuceConnectionFactory factory = factory(application, client.build());
		factory.afterPropertiesSet();
		factory.start();
		return new RedisConnections(factory);
	}

	private static LettuceConnectionFactory factory(LettuceConnectionFactory application,
			LettuceClientConfiguration client) {
		RedisClusterConfiguration cluster = application.getClusterConfiguration();
		if (cluster != null) {
			return new LettuceConnectionFactory(cluster, client);
		}
		RedisSentinelConfiguration sentinel = application.getSentinelConfiguration();
		if (sentinel != null) {
			return new LettuceConnectionFactory(sentinel, client);
		}
		return new LettuceConnectionFactory(application.getStandaloneConfiguration(), client);
	}

	private static ClientOptions options(Limits limits) {
		SocketOptions socket = SocketOptions.builder()
			.connectTimeout(limits.connectTimeout())
			.keepAlive(KeepAliveOptions.builder()
				.enable()
				.idle(Duration.ofSeconds(5))
				.interval(Duration.ofSeconds(1))
				.count(3)
				.build())
			.tcpUserTimeout(TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(Duration.ofSeconds(5)).build())
			.build();
		return ClientOptions.builder()
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(limits.requestQueue())
			.timeoutOptions(TimeoutOptions.enabled(limits.stepTimeout()))
			.socketOptions(socket)
			.build();
	}

	/**
	 * Returns the connection that all calls share.
	 * @return the link, not connected yet
	 */
	public RedisLink link() {
		return new RedisLink(this.factory);
	}

	@Override
	public void destroy() {
		this.factory.destroy();
	}

	/**
	 * The limits of the connections.
	 *
	 * @param timeout the time that a look-up or a fill may take, which whoever calls sees
	 * to; a step of a search, which nobody's request waits for, may take ten times as
	 * long
	 * @param connectTimeout the time that connecting may take
	 * @param requestQueue the number of calls that may wait at once
	 */
	public record Limits(Duration timeout, Duration connectTimeout, int requestQueue) {

		Duration stepTimeout() {
			return this.timeout.multipliedBy(10);
		}

	}

}
