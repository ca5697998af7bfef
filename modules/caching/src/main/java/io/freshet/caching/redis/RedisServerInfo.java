package io.freshet.caching.redis;

import java.util.Properties;

import org.springframework.modulith.NamedInterface;

/**
 * What the Redis server says of itself.
 *
 * @param version the version
 * @param usedMemory the bytes that it uses
 * @param maxMemory the bytes that it may use, 0 without a bound
 * @param evictionPolicy what it evicts when there is no more room
 * @param keys the number of keys of the database, those of others included
 * @param evictedKeys the number of keys evicted since it was started
 */
@NamedInterface("administration")
public record RedisServerInfo(String version, long usedMemory, long maxMemory, String evictionPolicy, long keys,
		long evictedKeys) {

	static RedisServerInfo of(Properties info, long keys) {
		return new RedisServerInfo(info.getProperty("redis_version", "unknown"), number(info, "used_memory"),
				number(info, "maxmemory"), info.getProperty("maxmemory_policy", "unknown"), keys,
				number(info, "evicted_keys"));
	}

	private static long number(Properties info, String name) {
		return Long.parseLong(info.getProperty(name, "0"));
	}

}
