package io.freshet.caching.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveSubscription;
import org.springframework.data.redis.connection.ReturnType;

import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.LeaseStore;

/**
 * Leases in Redis: a key with a random token, which Redis removes when the lease ends.
 * <p>
 * Lettuce sends a command again if the connection was lost before the reply came, so each
 * of both scripts does the same when it runs twice. Each uses one key.
 */
public final class RedisLeaseStore implements LeaseStore {

	private static final Logger logger = LoggerFactory.getLogger(RedisLeaseStore.class);

	private static final ByteBuffer ACQUIRE = bytes("""
			if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
			if redis.call('get', KEYS[1]) == ARGV[1] then return 1 end
			return 0""");

	private static final ByteBuffer RELEASE = bytes("""
			if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
			redis.call('del', KEYS[1])
			redis.call('publish', ARGV[2], KEYS[1])
			return 1""");

	/** For so long after the last waiter this instance goes on listening. */
	private static final Duration LISTENS_ON = Duration.ofMinutes(1);

	private final RedisLink link;

	private final RedisKeys keys;

	private final ByteBuffer channel;

	private final Flux<ByteBuffer> releases;

	/**
	 * Makes a store.
	 * @param link the connection
	 * @param namespace what sets the keys of one application apart from those of others
	 */
	public RedisLeaseStore(RedisLink link, String namespace) {
		this.link = link;
		this.keys = new RedisKeys(namespace);
		this.channel = bytes("freshet:" + namespace + ":leases");
		this.releases = link.listen(this::listen)
			.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
				.maxBackoff(Duration.ofSeconds(2))
				.transientErrors(true))
			.publish()
			.refCount(1, LISTENS_ON);
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
	}

	private Flux<ByteBuffer> listen(ReactiveSubscription subscription) {
		return subscription.subscribe(this.channel.duplicate())
			.doOnSuccess((done) -> logger.debug("Listening for leases that are given back"))
			.thenMany(subscription.receive())
			.map(ReactiveSubscription.Message::getMessage);
	}

	@Override
	public Mono<Lease> acquire(EntryKey key, Duration duration) {
		return Mono.defer(() -> {
			Lease lease = new Lease(key, UUID.randomUUID().toString());
			return run(ACQUIRE, lease, bytes(String.valueOf(duration.toMillis()))).filter((granted) -> granted == 1)
				.map((granted) -> lease);
		});
	}

	@Override
	public Mono<Void> release(Lease lease) {
		return run(RELEASE, lease, this.channel.duplicate()).then();
	}

	private Mono<Long> run(ByteBuffer script, Lease lease, ByteBuffer argument) {
		return this.link.connection()
			.flatMap((ReactiveRedisConnection redis) -> redis.scriptingCommands()
				.<Long>eval(script.duplicate(), ReturnType.INTEGER, 1, this.keys.lease(lease.key()),
						bytes(lease.token()), argument)
				.next());
	}

	@Override
	public Mono<Void> released(EntryKey key) {
		ByteBuffer redisKey = this.keys.lease(key);
		return this.releases.filter(redisKey::equals).next().then();
	}

}
