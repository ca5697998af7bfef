package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import io.lettuce.core.cluster.api.reactive.RedisClusterReactiveCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.RedisClusterNode;

import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.redis.EnvelopeFormat.MalformedEnvelopeException;
import io.freshet.caching.redis.RedisSearch.Walked;
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
 * What looks at all entries is a {@link RedisSearch}. While Redis grows its table, it may
 * name a key twice.
 */
public final class RedisStore implements CacheStore {

	private static final Logger logger = LoggerFactory.getLogger(RedisStore.class);

	private final RedisLink link;

	private final RedisKeys keys;

	private final RedisSearch search;

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
		this.search = new RedisSearch(link, namespace);
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
		return Mono.defer(() -> {
			ByteBuffer redisKey = this.keys.entry(key);
			return this.link.commands()
				.getrange(redisKey.duplicate(), 0, this.format.maxLength())
				.flatMap((value) -> value.hasRemaining() ? decodeOrRemove(key, redisKey, value) : Mono.empty());
		});
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

	private Mono<StoredEntry> decodeOrRemove(EntryKey key, ByteBuffer redisKey, ByteBuffer value) {
		try {
			return Mono.just(this.format.decode(value, key));
		}
		catch (MalformedEnvelopeException ex) {
			logger.debug("Value of {} is removed", key, ex);
		}
		this.recorder.undecodable(key.cache());
		return this.link.commands().unlink(redisKey).then(Mono.empty());
	}

	@Override
	public Mono<Void> put(StoredEntry entry) {
		return Mono.defer(() -> {
			Duration rest = entry.remaining(this.clock.instant());
			Duration remaining = entry.hasUse() ? entry.use().limit(rest) : rest;
			return (remaining.toMillis() <= 0) ? Mono.empty() : send(entry, remaining);
		});
	}

	private Mono<Void> send(StoredEntry entry, Duration remaining) {
		RedisClusterReactiveCommands<ByteBuffer, ByteBuffer> commands = this.link.commands();
		ByteBuffer envelope = this.format.encode(entry);
		this.recorder.sent(entry.key().cache(), entry.payload().length, envelope.remaining());
		return commands.psetex(this.keys.entry(entry.key()), remaining.toMillis(), envelope).then();
	}

	@Override
	public Mono<Void> prolong(StoredEntry entry, Duration time) {
		return Mono.defer(() -> this.link.commands().pexpire(this.keys.entry(entry.key()), time).then());
	}

	@Override
	public Flux<EntryKey> keys(KeyPattern pattern) {
		return found(pattern, false);
	}

	@Override
	public Flux<EntryKey> purge(KeyPattern pattern) {
		return found(pattern, true);
	}

	private Flux<EntryKey> found(KeyPattern pattern, boolean remove) {
		return this.search.walk((head) -> pattern.matches(head.key().text()), remove)
			.concatMapIterable(Walked::keys, 1);
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
		return this.link.connection()
			.flatMap((redis) -> redis.serverCommands().dbSize())
			.flatMap((size) -> this.search.walk((head) -> true, false)
				.scan(new Count(0, Map.of()), Count::plus)
				.takeUntil((count) -> count.keys() >= limit)
				.last()
				.map((count) -> count.census(size, limit)));
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

		Count plus(Walked step) {
			Map<CacheName, StoreContent> sums = new HashMap<>(this.caches);
			step.found()
				.forEach((head) -> sums.merge(head.key().cache(), new StoreContent(1, head.bytes()),
						StoreContent::plus));
			return new Count(this.keys + step.named(), sums);
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

}
