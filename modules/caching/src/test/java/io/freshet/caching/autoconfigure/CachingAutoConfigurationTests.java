package io.freshet.caching.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerResult;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheKey;
import io.freshet.caching.DomainEvents;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.codec.MoneyCodec;
import io.freshet.caching.codec.MoneyCodec.Money;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.load.EngineCacheManager;
import io.freshet.caching.metrics.CacheMeters;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.netty.HitListener;
import io.freshet.caching.observation.JoinTracingHandler;
import io.freshet.caching.observation.MicrometerObserver;
import io.freshet.caching.observation.ResponseStatusObservation;
import io.freshet.caching.postgres.PostgresLedger;
import io.freshet.caching.redis.RedisStore;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.store.CacheObserver;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.RefusalReason;
import io.freshet.caching.store.Shape;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.ValueCodecFactory;
import io.freshet.caching.web.ResponseCache;
import io.freshet.caching.web.WaitBudgetFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

@ExtendWith(OutputCaptureExtension.class)
class CachingAutoConfigurationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** All of ours, as they are listed for applications. */
	private static final Class<?>[] OURS = Ours.classes();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OURS));

	private final ReactiveWebApplicationContextRunner webRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OURS));

	@Test
	void makesCachesInOneInstanceWithoutAnything() {
		this.webRunner.run((context) -> {
			assertThat(context).hasSingleBean(ReactiveCacheManager.class)
				.hasSingleBean(CacheInvalidator.class)
				.hasSingleBean(DomainEvents.class)
				.hasSingleBean(LocalLedger.class)
				.hasSingleBean(ResponseCache.class)
				.hasSingleBean(CacheAdministration.class)
				.hasSingleBean(CacheMeters.class)
				.hasSingleBean(ReactiveHealthIndicator.class)
				.doesNotHaveBean(GuardedStore.class);
			assertThat(loads(context.getBean(ReactiveCacheManager.class))).isEqualTo(1);
		});
	}

	@Test
	void makesASharedTierWhereThereIsRedis() {
		withRedis().run((context) -> assertThat(context).hasSingleBean(RedisStore.class)
			.hasSingleBean(GuardedStore.class)
			.hasSingleBean(CacheAdministration.class));
	}

	@Test
	void saysAtTheStartThatRedisAloneServesOneInstance(CapturedOutput output) {
		withRedis().run((context) -> assertThat(output).contains("This serves one instance"));
	}

	@Test
	void saysNothingOfOneInstanceWhereThereIsALedgerForSeveral(CapturedOutput output) {
		withRedis().withBean(ConnectionFactory.class, CachingAutoConfigurationTests::unreachablePostgres)
			.run((context) -> assertThat(output).doesNotContain("one instance"));
	}

	@Test
	void saysNothingOfOneInstanceWhereNothingIsShared(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).doesNotContain("one instance"));
	}

	@Test
	void boundsTheWaitingOfARequestWhereThereIsRedisAndWebFlux() {
		ReactiveWebApplicationContextRunner web = this.webRunner
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=1", "freshet.caching.http.enabled=false");

		web.run((context) -> assertThat(context).hasSingleBean(WaitBudgetFilter.class));
		web.withPropertyValues("freshet.caching.shared.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WaitBudgetFilter.class));
		withRedis().run((context) -> assertThat(context).doesNotHaveBean(WaitBudgetFilter.class));
	}

	@Test
	void refusesARedisOfWhichNobodySaysWhereItsMasterIs() {
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.masterreplica.nodes=localhost:1,localhost:2")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(CacheException.class)
				.hasMessageContaining("configure 'spring.data.redis.sentinel'"));
	}

	@Test
	void refusesARedisBehindADomainSocket() {
		this.runner
			.withBean(LettuceConnectionFactory.class,
					() -> new LettuceConnectionFactory(new RedisSocketConfiguration("/tmp/redis.sock")))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(CacheException.class)
				.hasMessageContaining("configure a host and a port"));
	}

	@Test
	void makesNoSharedTierWhereItIsSwitchedOff() {
		withRedis().withPropertyValues("freshet.caching.shared.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RedisStore.class)
				.hasSingleBean(ReactiveCacheManager.class));
	}

	@Test
	void makesALedgerWhereThereIsPostgres() {
		this.runner.withBean(ConnectionFactory.class, CachingAutoConfigurationTests::unreachablePostgres)
			.run((context) -> assertThat(context).hasSingleBean(PostgresLedger.class)
				.hasSingleBean(InvalidationLedger.class));
	}

	@Test
	void keepsNothingWhereItIsSwitchedOff() {
		withRedis().withPropertyValues("freshet.caching.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(RedisStore.class);
			assertThat(loads(context.getBean(ReactiveCacheManager.class))).isEqualTo(2);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "freshet.caching.enabled=false", "freshet.caching.http.enabled=false" })
	void filtersNothingWhereItIsSwitchedOff(String setting) {
		this.webRunner.withPropertyValues(setting)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResponseCache.class));
	}

	@Test
	void filtersNothingOutsideOfWebFlux() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ResponseCache.class));
	}

	@Test
	void cutsLifetimesToWhatTheLedgerKeepsButNotWhereItForgetsNothing() {
		Duration day = Duration.ofDays(1);

		this.runner.run((context) -> assertThat(context.getBean(CacheEngine.class).limit(day)).isEqualTo(day));
		this.runner.withBean(ConnectionFactory.class, CachingAutoConfigurationTests::unreachablePostgres)
			.run((context) -> assertThat(context.getBean(CacheEngine.class).limit(day)).isEqualTo(Duration.ofHours(1)));
	}

	@Test
	void backsOffFromAnApplicationThatHasItsOwn() {
		InvalidationLedger ledger = new LocalLedger(10_000);
		DomainEvents events = (event) -> Mono.empty();

		this.runner.withBean("mine", InvalidationLedger.class, () -> ledger)
			.withBean("events", DomainEvents.class, () -> events)
			.withBean(ConnectionFactory.class, CachingAutoConfigurationTests::unreachablePostgres)
			.run((context) -> {
				assertThat(context).getBean(InvalidationLedger.class).isSameAs(ledger);
				assertThat(context).getBean(DomainEvents.class).isSameAs(events);
			});
	}

	@Test
	void encodesAsTheApplicationSays() {
		this.runner.withBean(ValueCodecFactory.class, () -> (type) -> (type == Money.class) ? new MoneyCodec() : null)
			.run((context) -> {
				ReactiveCache<Money> cache = context.getBean(ReactiveCacheManager.class).cache("prices", Money.class);
				Money price = new Money("EUR", 990);

				cache.put(CacheKey.of("book"), price).block(PATIENCE);

				EntryKey key = context.getBean(CaffeineStore.class).keys(KeyPattern.ALL).blockFirst(PATIENCE);
				StoredEntry kept = context.getBean(CaffeineStore.class).find(key).block(PATIENCE);
				assertThat(kept.payload()).isEqualTo("EUR 990".getBytes(StandardCharsets.UTF_8));
				assertThat(key.shape()).isEqualTo(Shape.of("money 1"));
				assertThat(cache.get(CacheKey.of("book")).block(PATIENCE)).isEqualTo(price);
			});
	}

	@Test
	void keepsNothingBeyondTheLimits() {
		this.runner.withPropertyValues("freshet.caching.limits.max-value-size=10B").run((context) -> {
			ReactiveCache<String> cache = context.getBean(ReactiveCacheManager.class).cache("texts", String.class);

			cache.put(CacheKey.of(1), "short").block(PATIENCE);
			cache.put(CacheKey.of(2), "longer than ten").block(PATIENCE);

			assertThat(cache.get(CacheKey.of(1)).block(PATIENCE)).isEqualTo("short");
			assertThat(cache.get(CacheKey.of(2)).block(PATIENCE)).isNull();
			assertThat(context.getBean(CacheStatistics.class).refusals(cache.name(), RefusalReason.TOO_LARGE)).isOne();
		});
	}

	@Test
	void worksWithoutR2dbc() {
		assertWorksWithout(ConnectionFactory.class, PostgresqlConnectionFactory.class);
	}

	@Test
	void worksWithoutThePostgresDriver() {
		assertWorksWithout(PostgresqlConnectionFactory.class);
	}

	@Test
	void worksWithoutFlyway() {
		assertWorksWithout(Flyway.class);
	}

	@Test
	void worksWithoutRedis() {
		assertWorksWithout(RedisClient.class, ReactiveRedisConnectionFactory.class);
	}

	@Test
	void publishesMetersOfWhatThereIs() {
		withRedis().withBean(ConnectionFactory.class, CachingAutoConfigurationTests::unreachablePostgres)
			.run((context) -> {
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBeanProvider(MeterBinder.class).forEach((meters) -> meters.bindTo(registry));

				assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
					.contains("freshet.ledger.age", "freshet.hints", "freshet.shared.degraded",
							"freshet.background.running", "resilience4j.circuitbreaker.state")
					.doesNotContain("freshet.announcements");
				assertThat(registry.get("resilience4j.circuitbreaker.state").tag("state", "closed").gauge().value())
					.isEqualTo(1);
			});
	}

	@Test
	void publishesNoMetersOfWhatThereIsNot() {
		this.runner.run((context) -> {
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			context.getBeanProvider(MeterBinder.class).forEach((meters) -> meters.bindTo(registry));

			assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("freshet.ledger.age")
				.doesNotContain("freshet.hints", "freshet.shared.degraded", "resilience4j.circuitbreaker.state");
		});
	}

	@Test
	void observesWhereThereIsARegistryForThat() {
		this.webRunner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean(Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasSingleBean(MicrometerObserver.class)
				.hasSingleBean(ResponseStatusObservation.class)
				.hasSingleBean(JoinTracingHandler.class));
	}

	@Test
	void observesNothingOtherwise() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CacheObserver.class)
			.doesNotHaveBean(ResponseStatusObservation.class)
			.doesNotHaveBean(JoinTracingHandler.class));
	}

	@Test
	void worksWithoutObservations() {
		assertWorksWithout(ObservationRegistry.class, ObservationFilter.class);
	}

	@Test
	void worksWithoutTracing() {
		assertWorksWithout(Tracer.class, TracingObservationHandler.class);
	}

	@Test
	void worksWithoutResilience4jMicrometer() {
		assertWorksWithout(TaggedCircuitBreakerMetricsPublisher.class);
	}

	@Test
	void worksWithoutMicrometer() {
		assertWorksWithout(MeterRegistry.class);
	}

	@Test
	void worksWithoutHealth() {
		assertWorksWithout(ReactiveHealthIndicator.class);
	}

	@Test
	void worksWithoutWebFlux() {
		assertWorksWithout(DispatcherHandler.class, HandlerResult.class);
	}

	@Test
	void showsItsHealthUnlessToldNotTo() {
		this.runner.withPropertyValues("management.health.cache.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveHealthIndicator.class));
	}

	@Test
	void hasNoPublicMembersThatApplicationsCouldCall() {
		for (Class<?> ours : OURS) {
			assertThat(Modifier.isFinal(ours.getModifiers())).as(ours.getName()).isTrue();
			for (Method method : ours.getDeclaredMethods()) {
				if (method.isAnnotationPresent(Bean.class)) {
					assertThat(Modifier.isPublic(method.getModifiers())).as(method.toString()).isFalse();
				}
			}
		}
	}

	@Test
	void answersHitsInFrontIfToldTo() {
		this.webRunner.run((context) -> assertThat(context).doesNotHaveBean(NettyRouteProvider.class));
		this.webRunner.withPropertyValues("freshet.caching.http.in-front=true")
			.run((context) -> assertThat(context).hasSingleBean(NettyRouteProvider.class));
		this.webRunner.withPropertyValues("freshet.caching.http.in-front=true", "freshet.caching.http.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(NettyRouteProvider.class));
	}

	@Test
	void leavesHitsInFrontToAListenerOfTheApplication() {
		HitListener own = (status, nanos) -> {
		};

		this.webRunner.withPropertyValues("freshet.caching.http.in-front=true")
			.withBean(HitListener.class, () -> own)
			.run((context) -> assertThat(context).getBean(HitListener.class).isSameAs(own));
	}

	@Test
	void doesNotStartWithoutTheServerThatAnswersHitsInFront() {
		this.webRunner.withPropertyValues("freshet.caching.http.in-front=true")
			.withClassLoader(new FilteredClassLoader(NettyRouteProvider.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'freshet.caching.http.in-front' is set")
				.hasMessageContaining("spring-boot-starter-reactor-netty"));
	}

	private ApplicationContextRunner withRedis() {
		return this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.host=localhost", "spring.data.redis.port=1");
	}

	private void assertWorksWithout(Class<?>... missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(EngineCacheManager.class);
			assertThat(loads(context.getBean(ReactiveCacheManager.class))).isEqualTo(1);
		});
	}

	private static int loads(ReactiveCacheManager caches) {
		AtomicInteger loads = new AtomicInteger();
		ReactiveCache<Integer> cache = caches.cache("counted", Integer.class);
		Mono<Integer> asked = Mono.fromSupplier(loads::incrementAndGet)
			.transformDeferred(cache.caching(CacheKey.of("key")));
		assertThatCode(() -> asked.then(asked).block(PATIENCE)).doesNotThrowAnyException();
		return loads.get();
	}

	private static ConnectionFactory unreachablePostgres() {
		return ConnectionFactories.get("r2dbc:postgresql://nobody@localhost:1/nothing");
	}

	private static final class Ours {

		static Class<?>[] classes() {
			return ImportCandidates
				.load(org.springframework.boot.autoconfigure.AutoConfiguration.class,
						CachingAutoConfiguration.class.getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("io.freshet.caching."))
				.map((name) -> ClassUtils.resolveClassName(name, null))
				.toArray(Class<?>[]::new);
		}

	}

}
