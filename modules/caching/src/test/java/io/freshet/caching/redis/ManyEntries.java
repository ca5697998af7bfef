package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;

import io.freshet.caching.CacheTag;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryLimits;
import io.freshet.caching.store.EntryTimes;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.testing.RedisServer;

/**
 * Puts very many entries into the Redis of a running application, each as valid as one
 * that the application itself has put there: the same value under other keys. The key of
 * number {@code n} is {@code many-<n % 10>-<n>}, and it carries the cache tags
 * {@code many:<n>} and {@code part:<n % 100>}.
 */
public final class ManyEntries {

	private static final int AT_ONCE = 1_000;

	private static final Duration LIFETIME = Duration.ofHours(6);

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final EnvelopeFormat FORMAT = new EnvelopeFormat(1024, new EntryLimits(1_000_000, 1_000));

	private final String namespace;

	private final StoredEntry model;

	private ManyEntries(String namespace, StoredEntry model) {
		this.namespace = namespace;
		this.model = model;
	}

	/**
	 * Writes entries.
	 * @param server the server of the application, which uses its first database
	 * @param cache the cache of which there is an entry already
	 * @param count how many entries there are to be
	 */
	public static void write(RedisServer server, String cache, int count) {
		RedisURI uri = RedisURI.builder()
			.withHost(server.host())
			.withPort(server.port())
			.withPassword(server.password().toCharArray())
			.withTimeout(PATIENCE)
			.build();
		try (RedisClient client = RedisClient.create(uri);
				StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
			ManyEntries entries = find(connection.sync(), cache);
			connection.setAutoFlushCommands(false);
			for (int first = 0; first < count; first += AT_ONCE) {
				entries.write(connection, first, Math.min(count, first + AT_ONCE));
			}
		}
	}

	private static ManyEntries find(RedisCommands<byte[], byte[]> redis, String cache) {
		ScanIterator<byte[]> keys = ScanIterator.scan(redis, ScanArgs.Builder.matches("freshet:*}:e"));
		while (keys.hasNext()) {
			byte[] key = keys.next();
			byte[] value = redis.get(key);
			EntryKey found = EnvelopeFormat.decodeKey(ByteBuffer.wrap(value));
			if (found.cache().value().equals(cache)) {
				String text = new String(key, StandardCharsets.ISO_8859_1);
				return new ManyEntries(text.substring("freshet:".length(), text.indexOf(":{")),
						FORMAT.decode(ByteBuffer.wrap(value), found));
			}
		}
		throw new IllegalStateException("No entry of cache '" + cache + "' in Redis");
	}

	private void write(StatefulRedisConnection<byte[], byte[]> connection, int first, int end) {
		RedisKeys keys = new RedisKeys(this.namespace);
		Instant now = Instant.now();
		List<RedisFuture<?>> answers = new ArrayList<>();
		for (int number = first; number < end; number++) {
			StoredEntry entry = entry(number, now);
			answers.add(connection.async()
				.set(keys.entry(entry.key()).array(), FORMAT.encode(entry).array(), SetArgs.Builder.px(LIFETIME)));
		}
		connection.flushCommands();
		if (!LettuceFutures.awaitAll(PATIENCE.toSeconds(), TimeUnit.SECONDS, answers.toArray(new RedisFuture<?>[0]))) {
			throw new IllegalStateException("Redis does not keep up");
		}
	}

	private StoredEntry entry(int number, Instant now) {
		EntryKey key = EntryKey.parse(this.model.key().cache() + ":many-" + number % 10 + "-" + number)
			.withShape(this.model.key().shape());
		Instant expires = now.plus(LIFETIME);
		return new StoredEntry(key, this.model.kind(), this.model.payload(),
				new EntryTimes(now, expires, expires, this.model.loadTime()),
				Set.of(CacheTag.of("many", number), CacheTag.of("part", number % 100)), this.model.stamp());
	}

}
