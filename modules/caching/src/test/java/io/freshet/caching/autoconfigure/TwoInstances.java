package io.freshet.caching.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.lettuce.core.api.sync.RedisCommands;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.redis.RedisStore;
import io.freshet.caching.store.Entries;
import io.freshet.caching.testing.PostgresServer;
import io.freshet.caching.testing.RealServers;
import io.freshet.caching.testing.RedisServer;
import io.freshet.caching.testing.RedisTalk;

import static org.awaitility.Awaitility.await;

/**
 * Two instances of an application on one PostgreSQL and one Redis, with limits that a
 * busy machine does not reach: a look-up that gave up would be a load too many.
 */
public final class TwoInstances implements AutoCloseable {

	/** Time that anything may take on a busy machine. */
	public static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Map<String, String> LIMITS = Map.of("freshet.caching.shared.timeout", "20s",
			"freshet.caching.shared.request-budget", "20s", "freshet.caching.shared.dead-after", "30s",
			"freshet.caching.shared.breaker.slow-call", "20s", "freshet.caching.ledger.timeout", "20s",
			"freshet.caching.ledger.staleness-bound", "20s");

	private final int database = RedisServer.shared().newDatabase();

	private final RedisTalk redis = new RedisTalk();

	private final ConfigurableApplicationContext here;

	private final ConfigurableApplicationContext there;

	private TwoInstances(Class<?> application) {
		PostgresServer postgres = PostgresServer.shared();
		Map<String, Object> settings = new HashMap<>(LIMITS);
		settings.putAll(RealServers.properties(postgres, postgres.newDatabase()));
		settings.putAll(RealServers.properties(RedisServer.shared(), this.database));
		this.here = start(application, settings);
		this.there = start(application, settings);
	}

	/**
	 * Starts both, until they keep and judge entries.
	 * @param application the configuration of either
	 * @return the instances
	 */
	public static TwoInstances of(Class<?> application) {
		return new TwoInstances(application);
	}

	private static ConfigurableApplicationContext start(Class<?> application, Map<String, Object> settings) {
		ConfigurableApplicationContext started = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(settings)
			.run();
		await().atMost(PATIENCE).until(() -> reachesRedis(started.getBean(RedisStore.class)));
		await().atMost(PATIENCE).until(() -> started.getBean(InvalidationLedger.class).view().isCurrent());
		return started;
	}

	private static boolean reachesRedis(RedisStore store) {
		return get(store.find(Entries.key(0)).hasElement().thenReturn(true).onErrorReturn(false));
	}

	/**
	 * Returns a bean of the first instance.
	 * @param <T> its type
	 * @param type its type
	 * @return the bean
	 */
	public <T> T here(Class<T> type) {
		return this.here.getBean(type);
	}

	/**
	 * Returns a bean of the second instance.
	 * @param <T> its type
	 * @param type its type
	 * @return the bean
	 */
	public <T> T there(Class<T> type) {
		return this.there.getBean(type);
	}

	/**
	 * Waits for entries in Redis, which is filled behind the caller's back.
	 * @param count how many there are to be, of all caches
	 * @return their keys in Redis
	 */
	public List<String> awaitShared(int count) {
		return await().atMost(PATIENCE).until(this::keys, (keys) -> keys.size() == count);
	}

	/**
	 * Waits for an entry in Redis that holds some text, uncompressed.
	 * @param text the text
	 */
	public void awaitSharedText(String text) {
		await().atMost(PATIENCE).until(() -> keys().stream().anyMatch((key) -> {
			String entry = talk((redis) -> redis.get(key));
			return entry != null && entry.contains(text);
		}));
	}

	/**
	 * Waits for entries in Redis and asks for how long it keeps them.
	 * @param count how many there are to be, of all caches
	 * @return the times, the shortest one first
	 */
	public List<Duration> awaitLifetimes(int count) {
		return awaitShared(count).stream()
			.map((key) -> Duration.ofMillis(talk((redis) -> redis.pttl(key))))
			.sorted()
			.toList();
	}

	/**
	 * Talks to Redis past the caches.
	 * @param <T> what is answered
	 * @param conversation what to say
	 * @return the answer
	 */
	public <T> T talk(Function<RedisCommands<String, String>, T> conversation) {
		return this.redis.with(RedisServer.shared(), (redis) -> {
			redis.select(this.database);
			return conversation.apply(redis);
		});
	}

	/**
	 * Waits for a value.
	 * @param <T> its type
	 * @param mono emits it
	 * @return the value
	 */
	public static <T> T get(Mono<T> mono) {
		return mono.blockOptional(PATIENCE).orElseThrow();
	}

	private List<String> keys() {
		return talk((redis) -> redis.keys("freshet:*}:e"));
	}

	@Override
	public void close() {
		this.here.close();
		this.there.close();
		this.redis.close();
	}

}
