package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.types.Expiration;

import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.redis.EnvelopeFormat.MalformedEnvelopeException;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryLimits;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.StoredEntry;

/**
 * Keeps entries in Redis, one key an entry. What does not decode, or is the entry of
 * another key, is removed and counts as absent: a digest may collide, and a client
 * library may hand a reply to the wrong command.
 * <p>
 * A search walks the key space with {@code SCAN} in batches and reads the beginning of
 * each value, where its key is; never {@code KEYS}. While Redis grows its table, a search
 * may name a key twice.
 */
public final class RedisStore implements CacheStore {

	private static final Logger logger = LoggerFactory.getLogger(RedisStore.class);

	private static final int SCAN_COUNT = 500;

	private static final int READS_AT_ONCE = 128;

	/** Between two batches, so that requests are not kept waiting for long. */
	private static final Duration CENSUS_PAUSE = Duration.ofMillis(2);

	private final RedisLink link;

	private final RedisKeys keys;

	private final EnvelopeFormat format;

	private final InstantSource clock;

	private final CacheRecorder recorder;

	/**
	 * Makes a store.
	 * @param link the connection
	 * @param namespace what sets the keys of one application apart from those of others:
	 * letters, digits, hyphens
	 * @param compressionThreshold the length of a payload, in bytes, from which on it is
	 * compressed
	 * @param limits how large an entry may be; what is larger is not read
	 * @param clock the time by which entries expire
	 * @param recorder is told of what does not decode
	 */
	public RedisStore(RedisLink link, String namespace, int compressionThreshold, EntryLimits limits,
			InstantSource clock, CacheRecorder recorder) {
		this.link = link;
		this.keys = new RedisKeys(namespace);
		this.format = new EnvelopeFormat(compressionThreshold, limits);
		this.clock = clock;
		this.recorder = recorder;
	}

	/**
	 * Reads with {@code GETRANGE}, which costs Redis what {@code GET} does and never
	 * brings more than one byte more than an entry may have.
	 */
	@Override
	public Mono<StoredEntry> find(EntryKey key) {
		ByteBuffer redisKey = this.keys.entry(key);
		return this.link.connection()
			.flatMap((redis) -> redis.stringCommands()
				.getRange(redisKey, 0, this.format.maxLength())
				.filter(ByteBuffer::hasRemaining)
				.flatMap((value) -> decodeOrRemove(redis, key, redisKey, value)));
	}

	/**
	 * Sends all commands before the first reply is awaited, so that one round trip is
	 * enough. Each is bounded as that of one look-up is, which {@code MGET} cannot be,
	 * and goes to the node that has its key.
	 */
	@Override
	public Flux<StoredEntry> findAll(Collection<EntryKey> keys) {
		return Flux.fromIterable(keys).flatMap(this::find, Integer.MAX_VALUE);
	}

	/**
	 * Looks an entry up without knowing its key, and without removing anything.
	 * @param digest the digest of its key
	 * @return the entry; empty if there is none
	 */
	public Mono<StoredEntry> find(String digest) {
		return this.link.connection()
			.flatMap((redis) -> redis.stringCommands()
				.getRange(this.keys.entry(digest), 0, this.format.maxLength())
				.filter(ByteBuffer::hasRemaining)
				.map((value) -> this.format.decode(value, EnvelopeFormat.decodeKey(value))))
			.filter((entry) -> entry.key().digest().equals(digest))
			.onErrorResume(MalformedEnvelopeException.class, (ex) -> Mono.empty());
	}

	/**
	 * Removes an entry.
	 * @param key its key
	 * @return whether there was one; an error if the server cannot be reached
	 */
	public Mono<Boolean> remove(EntryKey key) {
		return this.link.connection()
			.flatMap((redis) -> redis.keyCommands().unlink(this.keys.entry(key)))
			.map((count) -> count > 0);
	}

	private Mono<StoredEntry> decodeOrRemove(ReactiveRedisConnection redis, EntryKey key, ByteBuffer redisKey,
			ByteBuffer value) {
		try {
			return Mono.just(this.format.decode(value, key));
		}
		catch (MalformedEnvelopeException ex) {
			logger.debug("Value of {} is removed", key, ex);
		}
		this.recorder.undecodable(key.cache());
		return redis.keyCommands().unlink(redisKey).then(Mono.empty());
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		Duration rest = entry.remaining(this.clock.instant());
		Duration remaining = entry.hasUse() ? entry.use().limit(rest) : rest;
		if (remaining.toMillis() <= 0) {
			return Mono.empty();
		}
		return this.link.connection()
			.flatMap((redis) -> redis.stringCommands()
				.pSetEX(this.keys.entry(entry.key()), this.format.encode(entry),
						Expiration.milliseconds(remaining.toMillis())))
			.then();
	}

	@Override
	public Mono<Void> prolong(StoredEntry entry, Duration time) {
		return this.link.connection()
			.flatMap((redis) -> redis.keyCommands().pExpire(this.keys.entry(entry.key()), time))
			.then();
	}

	@Override
	public Flux<EntryKey> keys(KeyPattern pattern) {
		return found(pattern).map(Found::key);
	}

	@Override
	public Flux<EntryKey> purge(KeyPattern pattern) {
		return this.link.connection()
			.flatMapMany((redis) -> found(pattern).buffer(SCAN_COUNT).concatMap((batch) -> unlink(redis, batch)));
	}

	private static Flux<EntryKey> unlink(ReactiveRedisConnection redis, List<Found> batch) {
		return redis.keyCommands()
			.mUnlink(batch.stream().map(Found::redisKey).toList())
			.thenMany(Flux.fromIterable(batch).map(Found::key));
	}

	/**
	 * Asks the server about itself.
	 * @return what it says; an error if it cannot be reached
	 */
	public Mono<RedisServerInfo> serverInfo() {
		return this.link.connection()
			.flatMap((redis) -> Mono.zip(info(redis).collectList(), redis.serverCommands().dbSize(),
					RedisServerInfo::of));
	}

	private static Flux<Properties> info(ReactiveRedisConnection redis) {
		if (redis instanceof ReactiveRedisClusterConnection cluster) {
			return cluster.clusterGetNodes()
				.filter(RedisClusterNode::isMaster)
				.flatMap((master) -> cluster.serverCommands().info(master));
		}
		return redis.serverCommands().info().flux();
	}

	/**
	 * Counts the entries of each cache. Redis names its keys in an order that has nothing
	 * to do with them, so that what comes first is a fair sample: if there are more keys
	 * than the limit, the rest is estimated from it.
	 * @param limit the number of keys, those of others included, at which counting stops
	 * @return the census; an error if the server cannot be reached
	 */
	public Mono<Census> census(int limit) {
		ScanOptions everything = ScanOptions.scanOptions().count(SCAN_COUNT).build();
		return this.link.connection()
			.flatMap((redis) -> redis.serverCommands()
				.dbSize()
				.flatMap((size) -> redis.keyCommands()
					.scan(everything)
					.take(limit)
					.buffer(SCAN_COUNT)
					.concatMap((batch) -> Mono.delay(CENSUS_PAUSE).then(countBatch(redis, batch)), 1)
					.reduce(new Count(0, Map.of()), Count::plus)
					.map((count) -> count.census(size, limit))));
	}

	private Mono<Count> countBatch(ReactiveRedisConnection redis, List<ByteBuffer> batch) {
		return Flux.fromIterable(batch)
			.filter(this.keys::isEntry)
			.flatMap((redisKey) -> readKey(redis, redisKey).flatMap((found) -> redis.stringCommands()
				.strLen(redisKey.duplicate())
				.map((length) -> Map.entry(found.key().cache(), new StoreContent(1, length)))), READS_AT_ONCE)
			.collect(HashMap<CacheName, StoreContent>::new,
					(caches, entry) -> caches.merge(entry.getKey(), entry.getValue(), StoreContent::plus))
			.map((caches) -> new Count(batch.size(), caches));
	}

	/**
	 * How many entries of each cache there are, and how long they are.
	 *
	 * @param caches the content of each cache
	 * @param isComplete whether all entries were counted; if not, this is an estimate
	 */
	public record Census(Map<CacheName, StoreContent> caches, boolean isComplete) {
	}

	/** What was counted among some keys. */
	private record Count(long keys, Map<CacheName, StoreContent> caches) {

		Count plus(Count other) {
			Map<CacheName, StoreContent> sums = new HashMap<>(this.caches);
			other.caches.forEach((name, content) -> sums.merge(name, content, StoreContent::plus));
			return new Count(this.keys + other.keys, sums);
		}

		Census census(long size, int limit) {
			if (this.keys < limit) {
				return new Census(this.caches, true);
			}
			double factor = Math.max(1, (double) size / this.keys);
			Map<CacheName, StoreContent> estimate = new HashMap<>();
			this.caches.forEach((name, content) -> estimate.put(name,
					new StoreContent(Math.round(content.entries() * factor), Math.round(content.bytes() * factor))));
			return new Census(estimate, false);
		}

	}

	private Flux<Found> found(KeyPattern pattern) {
		ScanOptions options = ScanOptions.scanOptions()
			.match(this.keys.allEntries())
			.type(DataType.STRING)
			.count(SCAN_COUNT)
			.build();
		return this.link.connection()
			.flatMapMany((redis) -> redis.keyCommands()
				.scan(options)
				.flatMapSequential((redisKey) -> readKey(redis, redisKey), READS_AT_ONCE))
			.filter((found) -> pattern.matches(found.key().text()));
	}

	/**
	 * Reads the key of an entry; of one that has gone meanwhile, or is none, nothing.
	 */
	private static Mono<Found> readKey(ReactiveRedisConnection redis, ByteBuffer redisKey) {
		return redis.stringCommands()
			.getRange(redisKey.duplicate(), 0, EnvelopeFormat.KEY_PREFIX_LENGTH - 1)
			.filter(ByteBuffer::hasRemaining)
			.map((beginning) -> new Found(redisKey.duplicate(), EnvelopeFormat.decodeKey(beginning)))
			.onErrorResume(MalformedEnvelopeException.class, (ex) -> Mono.empty());
	}

	private record Found(ByteBuffer redisKey, EntryKey key) {
	}

}
