package io.freshet.caching.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import com.alicp.jetcache.CacheResultCode;
import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.redisson.Redisson;
import org.redisson.api.RedissonReactiveClient;
import org.redisson.codec.TypedJsonJacksonCodec;
import org.redisson.config.Config;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.Article;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.EngineCacheManager;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.JudgedStore;
import io.freshet.caching.store.NoStore;
import io.freshet.caching.store.Tier;
import io.freshet.caching.testing.RedisServer;

/**
 * A hit in the shared tier, without a near one in front, 64 at once, each of another
 * entry of about a kilobyte: through the operator; beside it a bare {@code GET} with
 * Jackson over the same client library, Spring's {@code RedisCacheManager} as it is and
 * with JSON, Redisson and JetCache with JSON.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SharedHitBenchmark {

	static final int AT_ONCE = 64;

	/** Longer than all rounds together. */
	private static final Duration LIFETIME = Duration.ofHours(2);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ObjectReader reader = this.mapper.readerFor(Article.class);

	private RedisServer server;

	private RedisFixture fixture;

	private ReactiveCache<Article> ours;

	private RedisClient client;

	private RedisReactiveCommands<byte[], byte[]> bare;

	private LettuceConnectionFactory connections;

	private org.springframework.cache.Cache spring;

	private org.springframework.cache.Cache springWithJson;

	private RedissonReactiveClient redisson;

	private com.alicp.jetcache.Cache<Object, Article> jetCache;

	/**
	 * Starts Redis and fills all caches.
	 */
	@Setup
	public void fill() {
		this.server = RedisServer.fresh();
		this.fixture = RedisFixture.on(this.server).connected();
		this.ours = freshet();
		RedisURI uri = RedisURI.builder()
			.withHost(this.server.host())
			.withPort(this.server.port())
			.withPassword(this.server.password().toCharArray())
			.build();
		this.client = RedisClient.create(uri);
		StatefulRedisConnection<byte[], byte[]> connection = this.client.connect(ByteArrayCodec.INSTANCE);
		this.bare = connection.reactive();
		springCaches();
		Config config = new Config().setPassword(this.server.password());
		config.useSingleServer().setAddress("redis://" + this.server.host() + ":" + this.server.port());
		this.redisson = Redisson.create(config).reactive();
		this.jetCache = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
			.redisClient(this.client)
			.keyPrefix("jet:")
			.keyConvertor(String::valueOf)
			.valueEncoder((holder) -> this.mapper.writeValueAsBytes(((CacheValueHolder<?>) holder).getValue()))
			.valueDecoder((bytes) -> new CacheValueHolder<>(this.reader.readValue(bytes), LIFETIME.toMillis()))
			.expireAfterWrite(LIFETIME.toMinutes(), TimeUnit.MINUTES)
			.buildCache();
		IntStream.range(0, AT_ONCE).forEach(this::put);
	}

	private ReactiveCache<Article> freshet() {
		LocalLedger ledger = new LocalLedger(1_000_000);
		InstantSource clock = InstantSource.system();
		BackgroundWork background = new BackgroundWork(1000);
		GuardedStore guarded = new GuardedStore(this.fixture.store(clock, CacheRecorder.NONE),
				SharedTierBreaker
					.of(new SharedTierBreaker.Settings(50, 10, 50, Duration.ofMillis(500), Duration.ofSeconds(2), 5)),
				RedisFixture.CALL_TIMEOUT);
		CacheStore judged = new JudgedStore(guarded, Tier.SHARED, ledger, CacheRecorder.NONE, clock);
		CacheEngine engine = new CacheEngine(judged, new NoStore(), ledger, background, CacheRecorder.NONE, clock);
		return new EngineCacheManager(engine, new TransactionalInvalidator(ledger),
				(name) -> CachePolicy.ttl(LIFETIME).negativeTtl(Duration.ofSeconds(30)).build(), this.mapper)
			.cache("articles", Article.class);
	}

	private void springCaches() {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(this.server.host(),
				this.server.port());
		configuration.setPassword(RedisPassword.of(this.server.password()));
		this.connections = new LettuceConnectionFactory(configuration);
		this.connections.afterPropertiesSet();
		this.connections.start();
		RedisCacheConfiguration defaults = RedisCacheConfiguration.defaultCacheConfig().entryTtl(LIFETIME);
		RedisCacheManager manager = RedisCacheManager.builder(this.connections)
			.cacheDefaults(defaults)
			.withCacheConfiguration("json",
					defaults.serializeValuesWith(SerializationPair
						.fromSerializer(new JacksonJsonRedisSerializer<>(this.mapper, Article.class))))
			.build();
		this.spring = manager.getCache("default");
		this.springWithJson = manager.getCache("json");
	}

	private void put(int id) {
		Article article = Article.of(id);
		this.ours.put(CacheKey.of(id), article, CacheTag.of("article", id)).block(PATIENCE);
		this.bare.set(key(id), this.mapper.writeValueAsBytes(article)).block(PATIENCE);
		this.spring.put(id, article);
		this.springWithJson.put(id, article);
		this.redisson.getBucket("redisson:" + id, new TypedJsonJacksonCodec(Article.class))
			.set(article)
			.block(PATIENCE);
		this.jetCache.put(id, article);
	}

	private static byte[] key(int id) {
		return ("bare:" + id).getBytes();
	}

	private static Object all(IntFunction<Mono<?>> one) {
		Long hits = Flux.range(0, AT_ONCE).flatMap(one::apply, AT_ONCE).count().block(PATIENCE);
		if (hits == null || hits != AT_ONCE) {
			throw new IllegalStateException(hits + " hits, expected " + AT_ONCE);
		}
		return hits;
	}

	/**
	 * Ours.
	 * @return the number of hits
	 */
	@Benchmark
	@OperationsPerInvocation(AT_ONCE)
	public Object operator() {
		return all((id) -> Mono.<Article>error(() -> new IllegalStateException("A miss"))
			.transformDeferred(this.ours.caching(CacheKey.of(id), CacheTag.of("article", id))));
	}

	/**
	 * {@code GET} and Jackson.
	 * @return the number of hits
	 */
	@Benchmark
	@OperationsPerInvocation(AT_ONCE)
	public Object bareGet() {
		return all((id) -> this.bare.get(key(id)).map((bytes) -> (Article) this.reader.readValue(bytes)));
	}

	/**
	 * Spring as it comes, with Java's serialization.
	 * @return the number of hits
	 */
	@Benchmark
	@OperationsPerInvocation(AT_ONCE)
	public Object springDefault() {
		return all((id) -> Mono.fromFuture(() -> this.spring.retrieve(id)));
	}

	/**
	 * Spring with JSON.
	 * @return the number of hits
	 */
	@Benchmark
	@OperationsPerInvocation(AT_ONCE)
	public Object springWithJson() {
		return all((id) -> Mono.fromFuture(() -> this.springWithJson.retrieve(id)));
	}

	/**
	 * Redisson with JSON.
	 * @return the number of hits
	 */
	@Benchmark
	@OperationsPerInvocation(AT_ONCE)
	public Object redisson() {
		return all((id) -> this.redisson.getBucket("redisson:" + id, new TypedJsonJacksonCodec(Article.class)).get());
	}

	/**
	 * JetCache with JSON.
	 * @return the number of hits
	 */
	@Benchmark
	@OperationsPerInvocation(AT_ONCE)
	public Object jetCache() {
		return all((id) -> Mono.fromCompletionStage(() -> this.jetCache.GET(id).future())
			.filter((result) -> result.getResultCode() == CacheResultCode.SUCCESS));
	}

	/**
	 * Ends it all.
	 */
	@TearDown
	public void close() {
		this.redisson.shutdown();
		this.connections.destroy();
		this.client.shutdown();
		this.fixture.close();
		this.server.close();
	}

}
