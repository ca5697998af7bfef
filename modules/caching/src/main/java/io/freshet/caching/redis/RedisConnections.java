package io.freshet.caching.redis;

import java.time.Duration;

import io.lettuce.core.resource.ClientResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.freshet.caching.CacheException;

/**
 * Connections of the cache to the server that the application itself uses, apart from the
 * application's own, because a cache wants other limits: a call is rejected at once while
 * the connection is lost, it times out soon, only so many may wait, and a connection that
 * does not answer any more is replaced.
 */
public final class RedisConnections implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(RedisConnections.class);

	private static final Duration SHUTDOWN = Duration.ofSeconds(2);

	/** How long closing may take. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final SharedLettuce factory;

	private final ClientResources resources;

	private RedisConnections(SharedLettuce factory, ClientResources resources) {
		this.factory = factory;
		this.resources = resources;
	}

	/**
	 * Prepares connections; none is made yet.
	 * @param application makes the connections of the application, to a single server,
	 * through Sentinel or to a cluster
	 * @param limits the limits of the cache
	 * @return the connections
	 */
	public static RedisConnections like(LettuceConnectionFactory application, Limits limits) {
		RedisConfiguration server = server(application);
		ClientSetup setup = new ClientSetup(application.getClientConfiguration(), limits);
		ClientResources resources = setup.resources();
		SharedLettuce factory = new SharedLettuce(server, setup.configuration(resources, application.isClusterAware()));
		factory.afterPropertiesSet();
		factory.start();
		return new RedisConnections(factory, resources);
	}

	private static RedisConfiguration server(LettuceConnectionFactory application) {
		RedisClusterConfiguration cluster = application.getClusterConfiguration();
		if (cluster != null) {
			return cluster;
		}
		RedisSentinelConfiguration sentinel = application.getSentinelConfiguration();
		if (sentinel != null) {
			return sentinel;
		}
		if (application.getSocketConfiguration() != null) {
			throw new CacheException("The application reaches Redis through a domain socket, which the shared tier "
					+ "of the caches cannot: configure a host and a port, or set "
					+ "'freshet.caching.shared.enabled' to false");
		}
		return application.getStandaloneConfiguration();
	}

	/**
	 * Returns the connection that all calls share.
	 * @return the link, not connected yet
	 */
	public RedisLink link() {
		return new RedisLink(this.factory);
	}

	/**
	 * Closes the connections. Lettuce waits without a limit until a search for the
	 * topology of a cluster is over, which one that was cut off never is: an application
	 * that stops does not wait for that.
	 */
	@Override
	public void destroy() {
		Thread closing = new Thread(this.factory::destroy, "freshet-redis-closing");
		closing.setDaemon(true);
		closing.start();
		try {
			closing.join(PATIENCE.toMillis());
			if (closing.isAlive()) {
				logger.warn("Shared cache tier: connections to Redis did not close within {}, going on without",
						PATIENCE);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.resources.shutdown().awaitUninterruptibly(SHUTDOWN.toMillis());
	}

	/**
	 * The limits of the connections.
	 *
	 * @param timeout the time that a look-up or a fill may take, which whoever calls sees
	 * to; a step of a search, which nobody's request waits for, may take ten times as
	 * long
	 * @param connectTimeout the time that connecting may take
	 * @param requestQueue the number of calls that may wait at once
	 * @param deadAfter the time without any answer after which a connection is replaced
	 */
	public record Limits(Duration timeout, Duration connectTimeout, int requestQueue, Duration deadAfter) {

		Duration stepTimeout() {
			return this.timeout.multipliedBy(10);
		}

	}

}
