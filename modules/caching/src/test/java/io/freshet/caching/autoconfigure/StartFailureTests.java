package io.freshet.caching.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.freshet.caching.Cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever stops the start is told with what to do about it, and without a stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	@Test
	void ofAWrongAnnotation(CapturedOutput output) {
		fail(WrongCached.class);

		assertTold(output, "WrongCached.find() returns java.lang.String but must return a Mono or a Flux",
				"Correct the method or the setting that the description names.");
	}

	@Test
	void ofAWrongAnnotationOfSpring(CapturedOutput output) {
		fail(WrongCacheable.class);

		assertTold(output, "@Cacheable method", "WrongCacheable.find() returns java.lang.Object but must say the type",
				"Correct the method or the setting that the description names.");
	}

	@Test
	void ofAnnotationsOfSpringThatContradictEachOther(CapturedOutput output) {
		fail(Contradicting.class);

		assertTold(output, "Contradicting.find()", "Both 'key' and 'keyGenerator' attributes have been set",
				"Correct the annotations of that method.");
	}

	@Test
	void ofTwoTypesInOneCache(CapturedOutput output) {
		fail(TwoTypes.class);

		assertTold(output, "Cache 'c' would hold values of two types", "Give one of the two a cache of another name.");
	}

	@Test
	void ofTwoTypesInOneCacheByCached(CapturedOutput output) {
		fail(TwoCachedTypes.class);

		assertTold(output, "Cache 'c' holds values of type", "cannot hold", "use a cache of another name",
				"Correct the method or the setting that the description names.");
	}

	@Test
	void ofAnUndeclaredCache(CapturedOutput output) {
		fail(Undeclared.class, "freshet.caching.declared-only=true", "freshet.caching.caches.products.ttl=1m");

		assertTold(output, "@Cached method", "Undeclared.find()",
				"Cache 'product' is not declared. Declared are [products]. Did you mean 'products'?",
				"declare the cache below freshet.caching.caches.product");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ttl=0s                  | freshet.caching.ttl is PT0S but must be positive
			namespace=Big Name      | freshet.caching.namespace is 'Big Name' but must be 1 to 64 lower case letters
			ledger.interval=1s      | freshet.caching.ledger.interval is PT1S but must be shorter than
			near.max-size=0         | freshet.caching.near.max-size must be positive
			http.exclude=docs       | freshet.caching.http.exclude[] is 'docs' but must begin with a slash
			""")
	void ofAWrongSetting(String setting, String description, CapturedOutput output) {
		fail(Nothing.class, "freshet.caching." + setting);

		String name = description.substring(0, description.indexOf(' '));
		assertTold(output, description,
				"Change " + name + ", in application.yaml, the environment or wherever it is set.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					http.routes[0].tll=5m       | freshet.caching.http.routes[0].tll is not known. Did you mean freshet.caching.http.routes[0].ttl?
					http.route[0].ttl=5m        | freshet.caching.http.route[0].ttl is not known. Did you mean freshet.caching.http.routes?
					http.routes[0].keyed-header=Accept | Did you mean freshet.caching.http.routes[0].keyed-headers?
					caches.a.tl=5m              | freshet.caching.caches.a.tl is not known. Did you mean freshet.caching.caches.a.ttl?
					ledgr.interval=50ms         | Did you mean freshet.caching.ledger?
					xyzzyxyzzy=1                | freshet.caching.xyzzyxyzzy is not known. Known below freshet.caching are freshet.caching.enabled,
					announce.quue-size=9        | Did you mean freshet.caching.announce.queue-size?
					namespace.name=a            | freshet.caching.namespace.name is not known. Nothing is set below freshet.caching.namespace.
					""")
	void ofAnUnknownSetting(String setting, String description, CapturedOutput output) {
		fail(Nothing.class, "freshet.caching.http.routes[0].pattern=/a", "freshet.caching." + setting);

		assertTold(output, description, "Correct the name, or remove the setting");
	}

	@Test
	void ofAWrongNameOfACache(CapturedOutput output) {
		fail(Nothing.class, "freshet.caching.caches.my_data.ttl=1m");

		assertTold(output, "Cache name 'my_data' must match", "Change what is set below freshet.caching, in");
	}

	@Test
	void ofASettingThatIsNoDuration(CapturedOutput output) {
		fail(Nothing.class, "freshet.caching.ttl=soon");

		assertTold(output, "Property: freshet.caching.ttl", "'soon' is not a valid duration",
				"Update your application's configuration");
	}

	@Test
	void ofADatabaseThatCannotKeepTheLedger(CapturedOutput output) {
		fail(OtherDatabase.class);

		assertTold(output, "The invalidation ledger needs PostgreSQL, but the connections go to H2",
				"Point spring.r2dbc.url to PostgreSQL", "declare a bean of type LocalLedger");
	}

	private static void fail(Class<?> source, String... settings) {
		List<String> arguments = new ArrayList<>();
		for (String setting : settings) {
			arguments.add("--" + setting);
		}
		SpringApplication application = new SpringApplication(source, Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> application.run(arguments.toArray(String[]::new)));
	}

	private static void assertTold(CapturedOutput output, String... parts) {
		String told = output.toString();
		assertThat(told).contains("APPLICATION FAILED TO START");
		assertThat(told.substring(told.indexOf("APPLICATION FAILED TO START")))
			.containsSubsequence("Description:", "Action:")
			.contains(parts)
			.doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ CacheStatisticsAutoConfiguration.class, PostgresLedgerAutoConfiguration.class,
			CachingAutoConfiguration.class, SpringCacheAutoConfiguration.class })
	static class Application {

	}

	static class Nothing {

	}

	static class WrongCached {

		@Cached(cache = "c")
		String find() {
			return "x";
		}

	}

	static class WrongCacheable {

		@Cacheable("c")
		Object find() {
			return "x";
		}

	}

	static class Contradicting {

		@Cacheable(cacheNames = "c", key = "'x'", keyGenerator = "any")
		String find() {
			return "x";
		}

	}

	static class TwoTypes {

		@Cacheable("c")
		String find() {
			return "x";
		}

		@Cacheable("c")
		int number() {
			return 1;
		}

	}

	static class TwoCachedTypes {

		@Cached(cache = "c")
		Mono<String> find() {
			return Mono.just("x");
		}

		@Cached(cache = "c")
		Flux<Integer> numbers() {
			return Flux.just(1);
		}

	}

	static class Undeclared {

		@Cached(cache = "product")
		Mono<String> find() {
			return Mono.just("x");
		}

	}

	@Import(OtherConnections.class)
	static class OtherDatabase {

	}

	/** Connections to a database of another make. */
	static class OtherConnections implements ConnectionFactory {

		@Override
		public Mono<Connection> create() {
			return Mono.error(new IllegalStateException("not asked"));
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return () -> "H2";
		}

	}

}
