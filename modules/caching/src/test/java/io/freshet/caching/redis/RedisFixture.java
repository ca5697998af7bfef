package io.freshet.caching.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import reactor.core.Disposable;

import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryLimits;
import io.freshet.caching.store.LeaseStore;
import io.freshet.caching.testing.Proxy;
import io.freshet.caching.testing.RedisServer;

import static org.awaitility.Awaitility.await;

/**
 * Connections to a database of a Redis server, as the caches make them.
 */
public final class RedisFixture implements AutoCloseable {

	/** Of the caches: longer than in production, because a machine under test is slow. */
	public static final Duration CALL_TIMEOUT = Duration.ofMillis(500);

	/** Of the connections. */
	static final Duration DEAD_AFTER = Duration.ofSeconds(2);

	/** Of the caches: small, so that tests can exceed them. */
	public static final EntryLimits LIMITS = new EntryLimits(1_000_000, 100);

	private final RedisServer server;

	private final int database;

	private final LettuceConnectionFactory application;

	private final RedisConnections connections;

	private final RedisLink link;

	private final Disposable connecting;

	private RedisFixture(RedisServer server, String host, int port, int database) {
		this(server, host, port, database, LettuceClientConfiguration.defaultConfiguration());
	}

	private RedisFixture(RedisServer server, String host, int port, int database, LettuceClientConfiguration client) {
		this.server = server;
		this.database = database;
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(host, port);
		configuration.setPassword(RedisPassword.of(server.password()));
		configuration.setDatabase(database);
		this.application = new LettuceConnectionFactory(configuration, client);
		this.application.afterPropertiesSet();
		this.connections = RedisConnections.like(this.application,
				new RedisConnections.Limits(CALL_TIMEOUT, Duration.ofSeconds(2), 20_000, DEAD_AFTER));
		this.link = this.connections.link();
		this.connecting = this.link.connect().subscribe();
	}

	/**
	 * Connects to a database of its own.
	 * @param server the server, which may be away
	 * @return the fixture
	 */
	public static RedisFixture on(RedisServer server) {
		return new RedisFixture(server, server.host(), server.port(), server.newDatabase());
	}

	/**
	 * Connects to a database of its own through a proxy.
	 * @param server the server
	 * @param proxy leads to it
	 * @return the fixture
	 */
	public static RedisFixture on(RedisServer server, Proxy proxy) {
		return new RedisFixture(server, "127.0.0.1", proxy.port(), server.newDatabase());
	}

	/**
	 * Connects to a database of its own as an application does that changes connections.
	 * @param server the server
	 * @param resources what the application changes
	 * @return the fixture
	 */
	static RedisFixture on(RedisServer server, ClientResources resources) {
		return new RedisFixture(server, server.host(), server.port(), server.newDatabase(),
				LettuceClientConfiguration.builder().clientResources(resources).build());
	}

	/**
	 * Waits for the connection.
	 * @return this fixture
	 */
	public RedisFixture connected() {
		await().atMost(Duration.ofSeconds(30)).until(this.connecting::isDisposed);
		return this;
	}

	/**
	 * Connects to the same database once more, as another instance does.
	 * @return the other fixture
	 */
	public RedisFixture another() {
		return new RedisFixture(this.server, this.server.host(), this.server.port(), this.database);
	}

	/**
	 * Makes leases.
	 * @return the leases
	 */
	public LeaseStore leases() {
		return new RedisLeaseStore(this.link, "test");
	}

	/**
	 * Makes a store behind a timeout and a circuit breaker that hardly ever opens.
	 * @param clock its clock
	 * @param recorder is told of what does not decode
	 * @return the store
	 */
	public GuardedStore guardedStore(InstantSource clock, CacheRecorder recorder) {
		return new GuardedStore(store(clock, recorder), SharedTierBreaker
			.of(new SharedTierBreaker.Settings(20_000, 20_000, 100, Duration.ofMinutes(1), Duration.ofSeconds(1), 1)),
				Duration.ofSeconds(20));
	}

	/**
	 * Makes leases behind a timeout and a circuit breaker that hardly ever opens.
	 * @return the leases
	 */
	public LeaseStore guardedLeases() {
		return guardedStore(InstantSource.system(), CacheRecorder.NONE).guard(leases());
	}

	/**
	 * Asks Redis for how long it still keeps an entry.
	 * @param key the key of the entry
	 * @return milliseconds, negative if it does not keep it
	 */
	public long timeToLive(EntryKey key) {
		return this.<Long>talk((redis) -> redis.pttl(redisKey(key).getBytes(StandardCharsets.ISO_8859_1)));
	}

	RedisLink link() {
		return this.link;
	}

	/**
	 * Makes a store.
	 * @param clock its clock
	 * @param recorder is told of what does not decode
	 * @return the store
	 */
	public RedisStore store(InstantSource clock, CacheRecorder recorder) {
		return new RedisStore(this.link, "test", 1000, LIMITS, clock, recorder);
	}

	/**
	 * Makes a search.
	 * @return the search
	 */
	public RedisSearch search() {
		return new RedisSearch(this.link, "test");
	}

	/**
	 * Makes a census.
	 * @param store counts its entries
	 * @return the census, not taken yet
	 */
	public SharedCensus census(RedisStore store) {
		return new SharedCensus(this.link, store, "test", Duration.ofMinutes(1));
	}

	/**
	 * Returns the key in Redis.
	 * @param key the key of an entry
	 * @return the text
	 */
	static String redisKey(EntryKey key) {
		return StandardCharsets.ISO_8859_1.decode(new RedisKeys("test").entry(key)).toString();
	}

	/**
	 * Talks to Redis past the caches.
	 * @param <T> what is answered
	 * @param conversation what to say
	 * @return the answer
	 */
	public <T> T talk(Function<RedisCommands<byte[], byte[]>, T> conversation) {
		try (RedisClient client = RedisClient.create(RedisURI.builder()
			.withHost(this.server.host())
			.withPort(this.server.port())
			.withPassword(this.server.password().toCharArray())
			.withDatabase(this.database)
			.build()); StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
			return conversation.apply(connection.sync());
		}
	}

	/**
	 * Connects to the same database once more, through a proxy.
	 * @param proxy leads to the server
	 * @return the other fixture
	 */
	public RedisFixture through(Proxy proxy) {
		return new RedisFixture(this.server, "127.0.0.1", proxy.port(), this.database);
	}

	@Override
	public void close() {
		this.connecting.dispose();
		this.connections.destroy();
		this.application.destroy();
	}

}
