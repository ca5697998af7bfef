package io.freshet.caching.redis;

import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

import org.springframework.modulith.NamedInterface;

/**
 * What the Redis server says of itself, or the masters of a cluster together.
 *
 * @param version the version; several, if the masters have different ones
 * @param usedMemory the bytes that it uses
 * @param maxMemory the bytes that it may use, 0 without a bound
 * @param evictionPolicy what it evicts when there is no more room
 * @param keys the number of keys of the database, those of others included
 * @param evictedKeys the number of keys evicted since it was started
 */
@NamedInterface("administration")
public record RedisServerInfo(String version, long usedMemory, long maxMemory, String evictionPolicy, long keys,
		long evictedKeys) {

	/**
	 * Adds up what several servers say, of a single one or of the masters of a cluster.
	 */
	static RedisServerInfo of(List<Properties> masters, long keys) {
		return new RedisServerInfo(text(masters, "redis_version"), sum(masters, "used_memory"),
				sum(masters, "maxmemory"), text(masters, "maxmemory_policy"), keys, sum(masters, "evicted_keys"));
	}

	private static String text(List<Properties> masters, String name) {
		return masters.stream()
			.map((info) -> info.getProperty(name, "unknown"))
			.distinct()
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static long sum(List<Properties> masters, String name) {
		return masters.stream().mapToLong((info) -> Long.parseLong(info.getProperty(name, "0"))).sum();
	}

}
