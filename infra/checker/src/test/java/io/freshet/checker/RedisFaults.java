package io.freshet.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.freshet.caching.testing.RedisServer;

import org.springframework.util.FileSystemUtils;

/**
 * What happens to Redis itself.
 */
final class RedisFaults {

	private RedisFaults() {
	}

	static void kill(Cluster cluster, Load load, Period period) {
		while (period.lasts()) {
			cluster.redis().kill();
			period.pause(1500);
			cluster.redis().start();
			period.pause(3000);
		}
	}

	static void pause(Cluster cluster, Load load, Period period) {
		while (period.lasts()) {
			cluster.redis().pause();
			period.pause(1500);
			cluster.redis().resume();
			period.pause(2500);
		}
	}

	static void restoreOldData(Cluster cluster, Load load, Period period) throws IOException {
		RedisServer redis = cluster.redis();
		Path data = cluster.redisDirectory();
		Path old = data.resolveSibling("redis-old");
		while (period.lasts()) {
			FileSystemUtils.deleteRecursively(old);
			Files.createDirectories(old);
			FileSystemUtils.copyRecursively(data, old);
			period.pause(3000);
			redis.kill();
			FileSystemUtils.deleteRecursively(data);
			FileSystemUtils.copyRecursively(old, data);
			redis.start();
			period.pause(2000);
		}
	}

	static void cutPubSub(Cluster cluster, Load load, Period period) throws IOException {
		try (RedisConnection connection = new RedisConnection(cluster.redis())) {
			while (period.lasts()) {
				connection.call("CLIENT KILL TYPE pubsub");
				period.pause(100);
			}
		}
	}

}
