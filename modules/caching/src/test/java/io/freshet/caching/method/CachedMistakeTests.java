package io.freshet.caching.method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

import io.freshet.caching.CacheException;
import io.freshet.caching.Cached;
import io.freshet.caching.autoconfigure.CacheStatisticsAutoConfiguration;
import io.freshet.caching.autoconfigure.CachingAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** Each mistake stops the start, and the message names the method and what to change. */
class CachedMistakeTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(CacheStatisticsAutoConfiguration.class, CachingAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			NotReactive      | returns java.lang.String but must return a Mono or a Flux
			NoType           | but must say the type of its values
			PrivateMethod    | must not be private, static or final
			FinalMethod      | must not be private, static or final
			StaticMethod     | must not be private, static or final
			BadKey           | has an expression that does not parse
			NothingInKey     | the key '#id,' lacks an expression beside a comma
			MapAsKey         | the key ''a':#id' must be expressions separated by commas
			UnknownInKey     | '{#idd}' refers to #idd, but there is only [#id, #p0, #a0]
			ResultInKey      | '{#result}' refers to #result, but there is only
			PositionTooFar   | refers to #p1, but there is only
			UnknownInTag     | refers to #idd, but there is only
			BadTagExpression | has an expression that does not parse
			BadTag           | Cache tag 'nothing' must be a kind, a colon and an identifier
			BadTtl           | 'soon' is not a valid duration
			NoTtl            | Lifetime PT0S must be at least one millisecond
			BadHardTtl       | hardTtl: 'never' is not a valid duration
			ShortHardTtl     | Hard lifetime PT1M must not be shorter than the lifetime, which is PT5M
			BadJitter        | jitter: 'some' is not a number
			MuchJitter       | Jitter 2.0 must be from 0 to 1
			BadAge           | Refresh-ahead age 1.5 must be above 0 and at most 1
			NoLease          | Lease duration PT0S must be at least one millisecond
			NoLeaseToWaitFor | leaseMaxWait: lease must be set as well
			MuchSampling     | Staleness sampling 2.0 must be from 0 to 1
			UnknownInTtl     | '#idd' refers to #idd, but there is only
			BadName          | Cache name 'Bad Name' must match
			TwoTypes         | Cache 'shared-name' holds values of type
			""")
	void stopsTheStart(String mistake, String message) throws ClassNotFoundException {
		Class<?> type = Class.forName(CachedMistakeTests.class.getName() + "$" + mistake);

		this.runner
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBeanDefinition("mistake",
					new RootBeanDefinition(type)))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(CacheException.class)
				.hasMessageStartingWith("@Cached method ")
				.hasMessageContaining(mistake + ".find")
				.hasMessageContaining(message));
	}

	@Test
	void isFoundInALazyBeanAsWell() {
		RootBeanDefinition lazy = new RootBeanDefinition(BadTtl.class);
		lazy.setLazyInit(true);

		this.runner
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBeanDefinition("mistake", lazy))
			.run((context) -> assertThat(context).getFailure().isInstanceOf(CacheException.class));
	}

	static class NotReactive {

		@Cached(cache = "c")
		String find(String id) {
			return id;
		}

	}

	static class NoType {

		@Cached(cache = "c")
		Mono<?> find(String id) {
			return Mono.just(id);
		}

	}

	static class PrivateMethod {

		@Cached(cache = "c")
		@SuppressWarnings("UnusedMethod")
		private Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class FinalMethod {

		@Cached(cache = "c")
		final Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class StaticMethod {

		@Cached(cache = "c")
		static Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadKey {

		@Cached(cache = "c", key = "#id +")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class NothingInKey {

		@Cached(cache = "c", key = "#id,")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class MapAsKey {

		@Cached(cache = "c", key = "'a':#id")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class UnknownInKey {

		@Cached(cache = "c", key = "#idd")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class ResultInKey {

		@Cached(cache = "c", key = "#result")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class PositionTooFar {

		@Cached(cache = "c", key = "#p1.length()")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class UnknownInTag {

		@Cached(cache = "c", tags = "a:#{#id.concat(#idd)}")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadTagExpression {

		@Cached(cache = "c", tags = "a:#{#id")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadTag {

		@Cached(cache = "c", tags = "nothing")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadTtl {

		@Cached(cache = "c", ttl = "soon")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class NoTtl {

		@Cached(cache = "c", ttl = "0s")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadHardTtl {

		@Cached(cache = "c", hardTtl = "never")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class ShortHardTtl {

		@Cached(cache = "c", hardTtl = "1m")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadJitter {

		@Cached(cache = "c", jitter = "some")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class MuchJitter {

		@Cached(cache = "c", jitter = "2")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadAge {

		@Cached(cache = "c", refreshAheadAge = "1.5")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class NoLeaseToWaitFor {

		@Cached(cache = "mistakes", leaseMaxWait = "5s")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class MuchSampling {

		@Cached(cache = "mistakes", stalenessSampling = "2")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class NoLease {

		@Cached(cache = "c", lease = "0s")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class UnknownInTtl {

		@Cached(cache = "c", ttl = "#{#idd}")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class BadName {

		@Cached(cache = "Bad Name")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class TwoTypes {

		@Cached(cache = "shared-name")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

		@Cached(cache = "shared-name")
		Flux<Integer> findAll(String id) {
			return Flux.just(id.length());
		}

	}

}
