package io.freshet.caching.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.awaitility.Awaitility.await;

/**
 * A Redis master with one replica and a Sentinel that makes the replica the master when
 * the master is gone; processes of this machine, whatever {@link ServerKind} there is.
 */
public final class SentinelRedis implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String NAME = "freshet";

	private final RedisTalk talk = new RedisTalk();

	private final RedisServer master;

	private final RedisServer replica;

	private final RedisServer sentinel;

	private SentinelRedis() {
		this.master = EmbeddedRedisServer.temporary();
		String password = this.master.password();
		this.replica = EmbeddedRedisServer.temporary(LocalPort.find(), "--replicaof", "127.0.0.1",
				String.valueOf(this.master.port()), "--masterauth", password);
		await().atMost(PATIENCE)
			.until(() -> this.talk.with(this.replica, (redis) -> redis.info("replication"))
				.contains("master_link_status:up"));
		this.sentinel = EmbeddedRedisServer.temporary(LocalPort.find(), configuration(password).toString(),
				"--sentinel");
		await().atMost(PATIENCE)
			.until(() -> this.talk.with(this.sentinel, (redis) -> redis.info("sentinel")).contains("slaves=1"));
	}

	private Path configuration(String password) {
		try {
			return Files.write(Files.createTempFile("freshet-sentinel", ".conf"),
					List.of("sentinel monitor " + NAME + " 127.0.0.1 " + this.master.port() + " 1",
							"sentinel auth-pass " + NAME + " " + password,
							"sentinel down-after-milliseconds " + NAME + " 1000",
							"sentinel failover-timeout " + NAME + " 5000"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts the servers.
	 * @return the servers, the replica up to date and known to Sentinel
	 */
	public static SentinelRedis start() {
		return new SentinelRedis();
	}

	/**
	 * Returns the settings that point an application here.
	 * @return the properties
	 */
	public Map<String, String> properties() {
		return Map.of("spring.data.redis.sentinel.master", NAME, "spring.data.redis.sentinel.nodes",
				"127.0.0.1:" + this.sentinel.port(), "spring.data.redis.sentinel.password", this.sentinel.password(),
				"spring.data.redis.password", this.master.password(), "spring.data.redis.database", "3");
	}

	/**
	 * Kills the server that was the master at the start.
	 */
	public void killMaster() {
		this.master.kill();
	}

	/**
	 * Returns whether the replica became the master.
	 * @return whether it did
	 */
	public boolean isReplicaPromoted() {
		return this.talk.with(this.replica, (redis) -> redis.info("replication")).contains("role:master");
	}

	@Override
	public void close() {
		this.sentinel.close();
		this.replica.close();
		this.master.close();
		this.talk.close();
	}

}
