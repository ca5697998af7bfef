package io.freshet.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;

import org.springframework.util.FileSystemUtils;

/**
 * The servers and the instances, all of them processes of this machine.
 */
final class Cluster implements AutoCloseable {

	/** What an instance must be able to answer. */
	private static final String LIST = "/api/v1/posts?size=1";

	private final Settings settings;

	private final RedisServer redis;

	private final List<Instance> instances = new CopyOnWriteArrayList<>();

	private volatile PostgresServer postgres;

	private Path postgresDirectory;

	private Cluster(Settings settings) throws IOException {
		this.settings = settings;
		this.postgresDirectory = settings.directory().resolve("postgres");
		PostgresServer.stopLeftOver(this.postgresDirectory);
		RedisServer.stopLeftOver(redisDirectory());
		FileSystemUtils.deleteRecursively(settings.directory());
		Files.createDirectories(settings.directory());
		this.postgres = PostgresServer.keepingDataIn(this.postgresDirectory);
		this.redis = RedisServer.keepingDataIn(redisDirectory());
		// The embedded server acknowledges before it has written anything down, which
		// would lose writes.
		this.postgres
			.execute("alter database " + this.postgres.database() + " set synchronous_commit = 'remote_apply'");
	}

	static Cluster start(Settings settings) throws IOException {
		Cluster cluster = new Cluster(settings);
		Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "End of the cluster"));
		try {
			Map<String, String> environment = cluster.environment();
			for (int number = 0; number < settings.instances(); number++) {
				Instance instance = new Instance(number, Proxy.to(cluster.postgres.port()),
						Proxy.to(cluster.redis.port()), settings, environment);
				cluster.instances.add(instance);
				instance.start();
			}
			cluster.awaitAnswers();
			return cluster;
		}
		catch (RuntimeException ex) {
			cluster.close();
			throw ex;
		}
	}

	private Map<String, String> environment() {
		Map<String, String> environment = new HashMap<>(Map.of("POSTGRES_DB", this.postgres.database(), "POSTGRES_USER",
				this.postgres.username(), "POSTGRES_PASSWORD", this.postgres.password(), "REDIS_PASSWORD",
				this.redis.password(), "REDIS_DB", "0"));
		Defence off = this.settings.off();
		if (off != null) {
			environment.putAll(off.environment());
		}
		return environment;
	}

	/** Waits until all instances answer, with the help of the database. */
	void awaitAnswers() {
		this.instances.forEach((instance) -> instance.awaitAnswer(LIST));
	}

	List<Instance> instances() {
		return this.instances;
	}

	Instance anyInstance() {
		return this.instances.get(ThreadLocalRandom.current().nextInt(this.instances.size()));
	}

	PostgresServer postgres() {
		return this.postgres;
	}

	Path postgresDirectory() {
		return this.postgresDirectory;
	}

	/** Leads the instances to another database server. */
	void follow(PostgresServer promoted, Path directory) {
		this.postgres = promoted;
		this.postgresDirectory = directory;
		this.instances.forEach((instance) -> instance.postgres().retarget(promoted.port()));
	}

	RedisServer redis() {
		return this.redis;
	}

	Path redisDirectory() {
		return this.settings.directory().resolve("redis");
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
		this.redis.close();
		this.postgres.close();
	}

}
