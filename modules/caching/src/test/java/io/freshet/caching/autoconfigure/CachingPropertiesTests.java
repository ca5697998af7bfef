package io.freshet.caching.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.RefreshAhead;
import io.freshet.caching.http.CacheProfile;
import io.freshet.caching.http.RoutePolicy;

import static org.assertj.core.api.Assertions.assertThat;

class CachingPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Properties.class);

	@Test
	void haveDefaults() {
		this.runner.run((context) -> {
			CachingProperties properties = context.getBean(CachingProperties.class);

			assertThat(properties.enabled()).isTrue();
			assertThat(context.getBean(CachePolicies.class).policy(CacheName.of("any")))
				.isEqualTo(CachePolicy.ttl(Duration.ofMinutes(5)).negativeTtl(Duration.ofSeconds(30)).build());
			assertThat(properties.ledger().stalenessBound()).isEqualTo(Duration.ofMillis(250));
			assertThat(properties.http().routes()).isEmpty();
			assertThat(properties.http().exclude()).isEmpty();
		});
	}

	@Test
	void giveACacheItsOwnPolicy() {
		this.runner
			.withPropertyValues("freshet.caching.ttl=1m", "freshet.caching.caches.my-data.ttl=2m",
					"freshet.caching.caches.others.negative-ttl=0s")
			.run((context) -> {
				CachePolicies properties = context.getBean(CachePolicies.class);

				assertThat(properties.policy(CacheName.of("my-data")).ttl()).isEqualTo(Duration.ofMinutes(2));
				assertThat(properties.policy(CacheName.of("my-data")).negativeTtl()).isEqualTo(Duration.ofSeconds(30));
				assertThat(properties.policy(CacheName.of("others")).ttl()).isEqualTo(Duration.ofMinutes(1));
				assertThat(properties.policy(CacheName.of("others")).negativeTtl()).isZero();
			});
	}

	@Test
	void giveACacheAllSettingsOfAPolicy() {
		this.runner
			.withPropertyValues("freshet.caching.jitter=0.1", "freshet.caching.hard-ttl=20m",
					"freshet.caching.refresh-ahead.age=0.9", "freshet.caching.caches.a.ttl=1m",
					"freshet.caching.caches.a.hard-ttl=3m", "freshet.caching.caches.a.tti=30s",
					"freshet.caching.caches.a.error-ttl=2s",
					"freshet.caching.caches.a.cached-errors=java.io.IOException,java.lang.IllegalStateException",
					"freshet.caching.caches.a.refresh-ahead.beta=1.5", "freshet.caching.caches.a.soft-timeout=0s",
					"freshet.caching.caches.a.hard-timeout=1s", "freshet.caching.caches.a.retry-after=1s",
					"freshet.caching.caches.a.lease.duration=10s", "freshet.caching.caches.a.staleness-sampling=0.001",
					"freshet.caching.caches.b.ttl=10m")
			.run((context) -> {
				CachePolicies policies = context.getBean(CachePolicies.class);

				assertThat(policies.policy(CacheName.of("a"))).isEqualTo(CachePolicy.ttl(Duration.ofMinutes(1))
					.hardTtl(Duration.ofMinutes(3))
					.tti(Duration.ofSeconds(30))
					.jitter(0.1)
					.negativeTtl(Duration.ofSeconds(30))
					.errorTtl(Duration.ofSeconds(2))
					.cachedErrors(Set.of(IOException.class, IllegalStateException.class))
					.refreshAhead(new RefreshAhead(0.9, 1.5))
					.softTimeout(Duration.ZERO)
					.hardTimeout(Duration.ofSeconds(1))
					.retryAfter(Duration.ofSeconds(1))
					.lease(LeasePolicy.of(Duration.ofSeconds(10)))
					.stalenessSampling(0.001)
					.build());
				assertThat(policies.policy(CacheName.of("b")).hardTtl()).as("15 minutes beyond the other")
					.isEqualTo(Duration.ofMinutes(25));
			});
	}

	@Test
	void describeARoute() throws ReflectiveOperationException {
		RoutePolicy expected = RoutePolicy.standard()
			.ttl(Duration.ofSeconds(10))
			.query(Set.of("page", "size"))
			.statuses(Set.of(200, 404))
			.keyedHeaders(List.of("Accept", "Accept-Language"))
			.ignoreCookies(false)
			.ignoreClientDirectives(true)
			.principalScoped(true)
			.maxBodySize(2048)
			.keepStale(Duration.ofMinutes(20))
			.targetedFields(List.of("My-Cache-Control", "CDN-Cache-Control"))
			.invalidateOnUnsafe(false)
			.compressionThreshold(1024)
			.failSafe(Duration.ofMinutes(2))
			.build();
		this.runner.withPropertyValues("freshet.caching.http.routes[0].pattern=/a/**",
				"freshet.caching.http.routes[1].pattern=/b", "freshet.caching.http.routes[1].profile=standard",
				"freshet.caching.http.routes[1].ttl=10s", "freshet.caching.http.routes[1].query=page,size",
				"freshet.caching.http.routes[1].statuses=200,404",
				"freshet.caching.http.routes[1].keyed-headers=Accept,Accept-Language",
				"freshet.caching.http.routes[1].ignore-cookies=false",
				"freshet.caching.http.routes[1].ignore-client-directives=true",
				"freshet.caching.http.routes[1].principal-scoped=true",
				"freshet.caching.http.routes[1].max-body-size=2KB", "freshet.caching.http.routes[1].keep-stale=20m",
				"freshet.caching.http.routes[1].targeted-fields=My-Cache-Control,CDN-Cache-Control",
				"freshet.caching.http.routes[1].invalidate-on-unsafe=false",
				"freshet.caching.http.routes[1].compression-threshold=1KB",
				"freshet.caching.http.routes[1].consistency=available", "freshet.caching.http.routes[1].fail-safe=2m")
			.run((context) -> {
				CachingProperties properties = context.getBean(CachingProperties.class);
				List<CachingProperties.Route> routes = properties.http().routes();
				CachePolicies policies = context.getBean(CachePolicies.class);

				assertThat(policies.policy(routes.get(0))).isEqualTo(RoutePolicy.safe().build());
				assertThat(policies.policy(routes.get(1))).isEqualTo(expected);
			});
		for (RecordComponent setting : RoutePolicy.class.getRecordComponents()) {
			assertThat(setting.getAccessor().invoke(expected)).as("%s, which a forgotten line would leave", setting)
				.isNotEqualTo(setting.getAccessor()
					.invoke((setting.getType() == CacheProfile.class) ? RoutePolicy.safe().build()
							: RoutePolicy.standard().build()));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			namespace=Mine!                             | is 'Mine!' but must be 1 to 64 lower case letters
			ttl=0s                                      | ttl is PT0S but must be positive
			ttl=2h                                      | must not be longer than freshet.caching.ledger.retention
			negative-ttl=-1s                            | must not be below zero
			negative-ttl=2h                             | must not be longer than freshet.caching.ledger.retention
			background-limit=0                          | background-limit is 0 but must be positive
			near.max-size=0                             | near.max-size must be positive
			shared.timeout=0                            | shared.timeout is PT0S but must be positive
			shared.request-budget=99ms                  | must not be shorter than freshet.caching.shared.timeout
			shared.dead-after=100ms                     | must be longer than freshet.caching.shared.timeout
			shared.connect-timeout=-1s                  | shared.connect-timeout is PT-1S but must be positive
			shared.request-queue=0                      | shared.request-queue is 0 but must be positive
			shared.compression-threshold=3GB            | must be from 0 to less than 2GB
			shared.breaker.window=0                     | shared.breaker.window is 0 but must be positive
			shared.breaker.minimum-calls=51             | must not be above freshet.caching.shared.breaker.window
			shared.breaker.failure-rate=101             | must be above 0 and at most 100
			shared.breaker.slow-call=0                  | shared.breaker.slow-call is PT0S but must be positive
			shared.breaker.open-for=0                   | shared.breaker.open-for is PT0S but must be positive
			shared.breaker.trial-calls=0                | shared.breaker.trial-calls is 0 but must be positive
			ledger.interval=0                           | ledger.interval is PT0S but must be positive
			ledger.interval=250ms                       | must be shorter than freshet.caching.ledger.staleness-bound
			ledger.timeout=0                            | ledger.timeout is PT0S but must be positive
			ledger.retention=0                          | ledger.retention is PT0S but must be positive
			ledger.prune-interval=0                     | ledger.prune-interval is PT0S but must be positive
			ledger.view-size=0                          | ledger.view-size is 0B but must be at least 200B
			limits.max-value-size=0                     | max-value-size is 0B but must be above 0 and at most 256MB
			limits.max-value-size=257MB                 | but must be above 0 and at most 256MB
			limits.max-tags=0                           | limits.max-tags is 0 but must be from 1 to 100000
			limits.max-tags=100001                      | but must be from 1 to 100000
			fail-safe=0s                                | fail-safe is PT0S but must be positive
			caches.a.fail-safe=-1s                      | caches.a.fail-safe is PT-1S but must be positive
			hard-ttl=2h                                 | must not be longer than freshet.caching.ledger.retention
			hard-ttl=1m                                 | Hard lifetime PT1M must not be shorter than the lifetime
			tti=0s                                      | tti is PT0S but must be positive
			jitter=1.5                                  | jitter is 1.5 but must be from 0 to 1
			error-ttl=2h                                | must not be longer than freshet.caching.ledger.retention
			soft-timeout=-1s                            | soft-timeout is PT-1S but must not be below zero
			hard-timeout=0s                             | hard-timeout is PT0S but must be positive
			retry-after=-1s                             | retry-after is PT-1S but must not be below zero
			refresh-ahead.age=0                         | Refresh-ahead age 0.0 must be above 0 and at most 1
			lease.max-wait=1s                           | lease.duration must be set as well
			lease.duration=0s                           | lease.duration is PT0S but must be positive
			cached-errors=no.Such                       | no.Such
			caches.a.hard-ttl=1m                        | settings freshet.caching.caches.a.* do not fit together
			caches.a.jitter=-1                          | caches.a.jitter is -1.0 but must be from 0 to 1
			caches.a.refresh-ahead.beta=-1              | Refresh-ahead beta -1.0 must be 0 or more
			staleness-sampling=1.1                      | staleness-sampling is 1.1 but must be from 0 to 1
			caches.a.staleness-sampling=-0.1            | caches.a.staleness-sampling is -0.1 but must be from 0 to 1
			caches.my_data.ttl=1m                       | Cache name 'my_data' must match
			caches.posts.ttl=0s                         | caches.posts.ttl is PT0S but must be positive
			caches.posts.ttl=2h                         | caches.posts.ttl is PT2H but must not be longer than
			caches.posts.negative-ttl=2h                | caches.posts.negative-ttl is PT2H but must not be longer
			http.exclude=docs                           | http.exclude[] is 'docs' but must begin with a slash
			http.exclude=/docs/**/x/**                  | which is no path pattern
			http.routes[0].ttl=1m                       | pattern is 'null' but must begin with a slash
			http.routes[0].pattern=things               | pattern is 'things' but must begin with a slash
			http.routes[0].pattern=/{things             | pattern is '/{things', which is no path pattern
			""")
	void refuseAWrongSetting(String setting, String message) {
		this.runner.withPropertyValues("freshet.caching." + setting)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					ttl=0s            | routes[].ttl is PT0S but must be positive
					ttl=2h            | routes[].ttl is PT2H but must not be longer than
					statuses=200,206  | must be final status codes other than 206 and 304
					statuses=304      | must be final status codes other than 206 and 304
					statuses=100      | must be final status codes other than 206 and 304
					max-body-size=9MB | max-body-size of /x is 9437184B but must not be above freshet.caching.limits.max-value-size
					max-body-size=3GB | must be from 0 to less than 2GB
					compression-threshold=-1B | compression-threshold is -1B but must be from 0 to less than 2GB
					""")
	void refuseAWrongSettingOfARoute(String setting, String message) {
		this.runner
			.withPropertyValues("freshet.caching.http.routes[0].pattern=/x",
					"freshet.caching.http.routes[0]." + setting)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@Test
	void areDescribedEachWithTheirDefault() throws IOException {
		List<String> withoutDefault = List.of("freshet.caching.hard-ttl", "freshet.caching.tti",
				"freshet.caching.cached-errors", "freshet.caching.refresh-ahead.age",
				"freshet.caching.refresh-ahead.beta", "freshet.caching.soft-timeout", "freshet.caching.hard-timeout",
				"freshet.caching.lease.duration", "freshet.caching.lease.max-wait", "freshet.caching.caches",
				"freshet.caching.http.exclude", "freshet.caching.http.routes", "freshet.caching.announce.url",
				"freshet.caching.announce.headers", "freshet.caching.administration.instance-name",
				"freshet.caching.administration.previews");
		JsonNode properties = metadata("properties");

		assertThat(names(properties))
			.contains("freshet.caching.enabled", "freshet.caching.shared.breaker.open-for",
					"freshet.caching.ledger.staleness-bound", "freshet.caching.spring.enabled",
					"freshet.caching.declared-only")
			.containsAll(withoutDefault)
			.allMatch((name) -> name.startsWith("freshet."));
		assertThat(properties).allSatisfy((property) -> {
			String name = property.get("name").asString();
			assertThat(property.path("description").asString("")).as(name).endsWith(".").doesNotContain("{@");
			assertThat(property.has("defaultValue")).as(name).isNotEqualTo(withoutDefault.contains(name));
		});
	}

	@Test
	void areHintedAtWhereTheyExist() throws IOException {
		assertThat(names(metadata("hints"))).isNotEmpty().isSubsetOf(names(metadata("properties")));
	}

	private static JsonNode metadata(String section) throws IOException {
		try (InputStream metadata = CachingProperties.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.builder().build().readTree(metadata).get(section);
		}
	}

	private static List<String> names(JsonNode section) {
		return StreamSupport.stream(section.spliterator(), false).map((item) -> item.get("name").asString()).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ CachingProperties.class, PolicyProperties.class })
	static class Properties {

		@Bean
		CachePolicies cachePolicies(PolicyProperties settings, CachingProperties properties) {
			return new CachePolicies(settings, properties);
		}

	}

}
