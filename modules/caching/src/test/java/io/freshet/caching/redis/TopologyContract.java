package io.freshet.caching.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.SharedTierInspector;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.ClearReport;
import io.freshet.caching.administration.Selection;
import io.freshet.caching.autoconfigure.CacheAdministrationAutoConfiguration;
import io.freshet.caching.autoconfigure.CacheStatisticsAutoConfiguration;
import io.freshet.caching.autoconfigure.CachingAutoConfiguration;
import io.freshet.caching.autoconfigure.RedisTierAutoConfiguration;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What holds for every kind of Redis that an application may have, configured as an
 * application would.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class TopologyContract {

	/** What a user of Redis has to be allowed, as in docs/redis-topologies.md. */
	static final String RULES = "resetchannels ~freshet:* &freshet:* -@all +get +set +psetex +eval +unlink +strlen +getrange "
			+ "+scan +dbsize +info +publish +subscribe +unsubscribe +hello +auth +ping +select +client";

	/** Generous: a failover takes its time, and a machine under test is slow. */
	static final Duration PATIENCE = Duration.ofSeconds(45);

	/** Enough for each master of a cluster to have some. */
	static final int ENTRIES = 200;

	/** What counting the entries leaves beside them. */
	static final int CENSUS_KEYS = 2;

	private ConfigurableApplicationContext context;

	/**
	 * Returns the settings that point an application to the servers.
	 * @return the properties
	 */
	abstract Map<String, String> properties();

	abstract void stopServers();

	/** What the application configures in code. */
	Class<?>[] configuration() {
		return new Class<?>[0];
	}

	@BeforeAll
	void start() {
		this.context = start(Map.of("timeout", "500ms", "request-budget", "1s", "breaker.slow-call", "400ms",
				"breaker.open-for", "500ms"));
	}

	/** Starts an application with some of the settings of its shared tier. */
	private ConfigurableApplicationContext start(Map<String, String> limits) {
		Map<String, Object> properties = new HashMap<>(properties());
		limits.forEach((name, value) -> properties.put("freshet.caching.shared." + name, value));
		ConfigurableApplicationContext started = new SpringApplicationBuilder(Application.class)
			.sources(configuration())
			.web(WebApplicationType.NONE)
			.properties(properties)
			.run();
		RedisStore store = started.getBean(RedisStore.class);
		await().atMost(PATIENCE)
			.until(() -> store.find(Entries.key(0))
				.hasElement()
				.map((any) -> true)
				.onErrorReturn(false)
				.block(PATIENCE));
		return started;
	}

	@AfterAll
	void stop() {
		this.context.close();
		stopServers();
	}

	@BeforeEach
	void purge() {
		await().atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> store().purge(KeyPattern.ALL).then(Mono.just(true)).block(PATIENCE));
	}

	final <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	final RedisStore store() {
		return bean(RedisStore.class);
	}

	final GuardedStore guarded() {
		return bean(GuardedStore.class);
	}

	@Test
	void findsWhatWasPut() {
		putAll();

		assertThat(findAll().block(PATIENCE)).hasSize(ENTRIES).allSatisfy(TopologyContract::assertRight);
	}

	/**
	 * With limits that a busy machine does not reach: all are found at the first time.
	 */
	@Test
	void findsManyAtOnceWhereverTheyAre() {
		int number = 1_100;
		List<EntryKey> keys = IntStream.range(0, number + 10).mapToObj(Entries::key).toList();
		try (ConfigurableApplicationContext patient = start(
				Map.of("timeout", "20s", "request-budget", "20s", "dead-after", "30s", "breaker.slow-call", "20s"))) {
			RedisStore store = patient.getBean(RedisStore.class);
			Flux.range(0, number).flatMap((key) -> store.put(entry(key)), 32).then().block(PATIENCE);

			Map<EntryKey, String> found = patient.getBean(GuardedStore.class)
				.findAll(keys)
				.collect(Collectors.toMap(StoredEntry::key, Entries::text))
				.block(PATIENCE);

			assertThat(found).hasSize(number).allSatisfy(TopologyContract::assertRight);
		}
	}

	@Test
	void keepsWhatIsLoadedUntilItIsInvalidated() {
		AtomicInteger loads = new AtomicInteger();
		ReactiveCache<Integer> cache = bean(ReactiveCacheManager.class).cache("numbers", Integer.class);
		Mono<Integer> number = Mono.fromSupplier(loads::incrementAndGet)
			.transformDeferred(cache.caching(CacheKey.of("one"), CacheTag.of("number", 1)));

		assertThat(number.then(number).block(PATIENCE)).isEqualTo(1);
		await().atMost(PATIENCE).until(() -> store().keys(KeyPattern.of("numbers:one")).hasElements().block(PATIENCE));
		bean(CacheInvalidator.class).invalidate(CacheTag.of("number", 1)).block(PATIENCE);

		assertThat(number.block(PATIENCE)).isEqualTo(2);
	}

	@Test
	void searchesAndPurgesEverywhere() {
		putAll();
		CacheAdministration administration = bean(CacheAdministration.class);

		List<EntryKey> some = store().keys(KeyPattern.of("things:1?")).collectList().block(PATIENCE);
		ClearReport seen = administration.preview(new Selection.ByKey(KeyPattern.of("things:*"))).block(PATIENCE);
		ClearReport cleared = administration.clear(Selection.ALL).block(PATIENCE);

		assertThat(some).hasSize(10).doesNotHaveDuplicates();
		assertThat(seen.shared()).isEqualTo(ENTRIES);
		assertThat(cleared.shared()).isEqualTo(ENTRIES);
		assertThat(store().keys(KeyPattern.ALL).collectList().block(PATIENCE)).isEmpty();
	}

	@Test
	void pagesThroughAllServers() {
		putAll();
		Set<String> seen = new HashSet<>();
		String position = "";

		do {
			RedisSearch.Page page = bean(SharedTierInspector.class).page(position, 25, (head) -> true)
				.blockOptional(PATIENCE)
				.orElseThrow();
			page.entries().forEach((head) -> seen.add(head.key().text()));
			position = page.next();
		}
		while (!position.isEmpty());

		assertThat(seen).hasSize(ENTRIES);
	}

	@Test
	void countsEverywhere() {
		putAll();

		RedisStore.Census census = store().census(10_000).block(PATIENCE);
		RedisServerInfo server = store().serverInfo().block(PATIENCE);

		assertThat(census.caches().values()).singleElement()
			.satisfies((content) -> assertThat(content.entries()).isEqualTo(ENTRIES));
		assertThat(server.version()).matches("\\d+\\.\\d+\\.\\d+");
		assertThat(server.usedMemory()).isPositive();
		assertThat(server.keys()).isBetween((long) ENTRIES, (long) ENTRIES + CENSUS_KEYS);
		assertThat(server.evictionPolicy()).isEqualTo("noeviction");
	}

	@Test
	void givesHints() {
		try (Listener listener = new Listener()) {
			listener.awaitHint();
		}
	}

	final void putAll() {
		Flux.range(0, ENTRIES).flatMap((key) -> store().put(entry(key)), 32).then().block(PATIENCE);
	}

	final Mono<Map<EntryKey, String>> findAll() {
		return Flux.range(0, ENTRIES)
			.flatMap((key) -> store().find(Entries.key(key)), 32)
			.collect(Collectors.toMap(StoredEntry::key, Entries::text));
	}

	static void assertRight(EntryKey key, String text) {
		assertThat(text).isEqualTo("value of " + key.key().value());
	}

	final StoredEntry entry(Object key) {
		return Entries.entry(key, "value of " + key, Instant.now(), bean(InvalidationLedger.class).view().stamp());
	}

	final StoredEntry find(EntryKey key) {
		return guarded().find(key).subscribeOn(Schedulers.parallel()).block(PATIENCE);
	}

	/** Another instance that listens for the hints of this one. */
	final class Listener implements AutoCloseable {

		private final RedisBackplane here = new RedisBackplane(bean(RedisLink.class), "test", Duration.ofSeconds(1));

		private final RedisBackplane there = new RedisBackplane(bean(RedisLink.class), "test", Duration.ofSeconds(1));

		private final AtomicInteger heard = new AtomicInteger();

		private final Disposable listening = this.there.hints()
			.doOnNext((hint) -> this.heard.incrementAndGet())
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(50)))
			.subscribeOn(Schedulers.parallel())
			.subscribe();

		void awaitHint() {
			this.heard.set(0);
			await().atMost(PATIENCE).until(() -> {
				this.here.send().onErrorComplete().subscribeOn(Schedulers.parallel()).block(PATIENCE);
				return this.heard.get() > 0;
			});
		}

		@Override
		public void close() {
			this.listening.dispose();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, DataRedisAutoConfiguration.class,
			CacheStatisticsAutoConfiguration.class, RedisTierAutoConfiguration.class, CachingAutoConfiguration.class,
			CacheAdministrationAutoConfiguration.class })
	static class Application {

	}

}
