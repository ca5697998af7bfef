package io.freshet.caching.spring;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.freshet.caching.CacheException;
import io.freshet.caching.Cached;

import static org.assertj.core.api.Assertions.assertThat;

/** Each mistake stops the start, and the message names the method and what to change. */
class CacheableMistakeTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			NoType            | @Cacheable  | but must say the type of its values
			AnyType           | @Cacheable  | returns java.lang.Object but must say the type of its values
			RawType           | @Cacheable  | but must say the type of its values
			NoValue           | @Cacheable  | returns no value that could be cached
			NoReactiveValue   | @CachePut   | returns no value that could be cached
			PrivateMethod     | @Cacheable  | must not be private, static or final
			FinalMethod       | @CacheEvict | must not be private, static or final
			BadKey            | @Cacheable  | has an expression that does not parse
			BadCondition      | @CacheEvict | has an expression that does not parse
			UnknownInKey      | @Cacheable  | '#idd' refers to #idd, but there is only [#id, #p0, #a0]
			ResultInKey       | @Cacheable  | refers to #result, but there is only
			UnknownInUnless   | @Cacheable  | refers to #resultt, but there is only
			ResultBefore      | @CacheEvict | refers to #result, but there is only
			SyncInTwo         | @Cacheable  | has sync = true, which goes with one cache
			SyncUnless        | @Cacheable  | has sync = true, which goes with one cache
			EvictBesideFlux   | @CacheEvict | return a Mono of a list
			BadName           | @Cacheable  | Cache name 'bücher' cannot be written
			TwoSpellings      | @Cacheable  | are both written as 'my-things'
			AnnotatedTwice    | @Cached     | is annotated with @Cacheable as well
			""")
	void stopsTheStart(String mistake, String annotation, String message) throws ClassNotFoundException {
		Class<?> type = Class.forName(CacheableMistakeTests.class.getName() + "$" + mistake);

		with(type).run((context) -> assertThat(context).getFailure()
			.isInstanceOf(CacheException.class)
			.hasMessageStartingWith(annotation + " method ")
			.hasMessageContaining(mistake + ".find")
			.hasMessageContaining(message));
	}

	@Test
	void namesBothMethodsWhoseTypesDiffer() {
		with(TwoTypes.class).run((context) -> assertThat(context).getFailure()
			.isInstanceOf(CacheException.class)
			.hasMessageContaining("Cache 'shared-name' would hold values of two types")
			.hasMessageContaining("java.lang.String by")
			.hasMessageContaining("TwoTypes.find(java.lang.String)")
			.hasMessageContaining("java.util.List<java.lang.Integer> by")
			.hasMessageContaining("TwoTypes.findAll(java.lang.String)"));
	}

	@Test
	void findsMethodsWhoseTypesAgree() {
		with(OneType.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void namesAnnotationsOfALazyBeanThatContradictEachOther() {
		RootBeanDefinition lazy = new RootBeanDefinition(KeyAndGenerator.class);
		lazy.setLazyInit(true);

		SpringCaching.runner()
			.withInitializer(registering(lazy))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(CacheException.class)
				.hasMessageContaining("KeyAndGenerator.find")
				.hasMessageContaining("Both 'key' and 'keyGenerator' attributes have been set"));
	}

	@Test
	void saysWhichCacheAMisspelledNameMayMean() {
		with(Misspelled.class)
			.withPropertyValues("freshet.caching.declared-only=true", "freshet.caching.caches.products.ttl=1m",
					"freshet.caching.caches.users.ttl=1m")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(CacheException.class)
				.hasMessageContaining("@CacheEvict method ")
				.hasMessageContaining("Misspelled.find")
				.hasMessageContaining(
						"Cache 'prodcuts' is not declared. Declared are [products, users]. Did you mean 'products'?"));
	}

	@Test
	void allowsDeclaredCachesWhereOthersAreNot() {
		with(Misspelled.class)
			.withPropertyValues("freshet.caching.declared-only=true", "freshet.caching.caches.prodcuts.ttl=1m")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static ApplicationContextRunner with(Class<?> type) {
		return SpringCaching.runner().withInitializer(registering(new RootBeanDefinition(type)));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> registering(
			RootBeanDefinition definition) {
		return (context) -> ((GenericApplicationContext) context).registerBeanDefinition("mistake", definition);
	}

	static class NoType {

		@Cacheable("c")
		Mono<?> find(String id) {
			return Mono.just(id);
		}

	}

	static class AnyType {

		@Cacheable("c")
		Object find(String id) {
			return id;
		}

	}

	static class RawType {

		@Cacheable("c")
		@SuppressWarnings("rawtypes")
		List find(String id) {
			return List.of(id);
		}

	}

	static class NoValue {

		@Cacheable("c")
		void find(String id) {
		}

	}

	static class NoReactiveValue {

		@CachePut("c")
		Mono<Void> find(String id) {
			return Mono.empty();
		}

	}

	static class PrivateMethod {

		@Cacheable("c")
		@SuppressWarnings("UnusedMethod")
		private String find(String id) {
			return id;
		}

	}

	static class FinalMethod {

		@CacheEvict("c")
		final String find(String id) {
			return id;
		}

	}

	static class BadKey {

		@Cacheable(cacheNames = "c", key = "#id +")
		String find(String id) {
			return id;
		}

	}

	static class BadCondition {

		@CacheEvict(cacheNames = "c", condition = "#id ==")
		String find(String id) {
			return id;
		}

	}

	static class UnknownInKey {

		@Cacheable(cacheNames = "c", key = "#idd")
		String find(String id) {
			return id;
		}

	}

	static class ResultInKey {

		@Cacheable(cacheNames = "c", key = "#result")
		String find(String id) {
			return id;
		}

	}

	static class UnknownInUnless {

		@Cacheable(cacheNames = "c", unless = "#resultt == null")
		String find(String id) {
			return id;
		}

	}

	static class ResultBefore {

		@CacheEvict(cacheNames = "c", key = "#result", beforeInvocation = true)
		String find(String id) {
			return id;
		}

	}

	static class SyncInTwo {

		@Cacheable(cacheNames = { "c", "d" }, sync = true)
		String find(String id) {
			return id;
		}

	}

	static class SyncUnless {

		@Cacheable(cacheNames = "c", sync = true, unless = "#result == null")
		String find(String id) {
			return id;
		}

	}

	static class EvictBesideFlux {

		@Caching(cacheable = @Cacheable("c"), evict = @CacheEvict("d"))
		Flux<String> find(String id) {
			return Flux.just(id);
		}

	}

	static class BadName {

		@Cacheable("bücher")
		String find(String id) {
			return id;
		}

	}

	static class TwoSpellings {

		@Cacheable({ "myThings", "my-things" })
		String find(String id) {
			return id;
		}

	}

	static class AnnotatedTwice {

		@Cached(cache = "c")
		@Cacheable("c")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

	}

	static class TwoTypes {

		@Cacheable("shared-name")
		Mono<String> find(String id) {
			return Mono.just(id);
		}

		@Cacheable("shared-name")
		Flux<Integer> findAll(String id) {
			return Flux.just(id.length());
		}

	}

	static class OneType {

		@Cacheable("texts")
		String find(String id) {
			return id;
		}

		@CachePut("texts")
		Mono<String> put(String id) {
			return Mono.just(id);
		}

		@Cacheable("texts")
		CompletableFuture<String> later(String id) {
			return CompletableFuture.completedFuture(id);
		}

		@Cacheable("texts")
		Optional<String> perhaps(String id) {
			return Optional.of(id);
		}

		@Cacheable("lists")
		Flux<String> many(String id) {
			return Flux.just(id);
		}

		@Cacheable("lists")
		List<String> list(String id) {
			return List.of(id);
		}

		@Cacheable("numbers")
		int number(String id) {
			return 1;
		}

		@Cacheable("numbers")
		Mono<Integer> numberLater(String id) {
			return Mono.just(1);
		}

	}

	static class KeyAndGenerator {

		@Cacheable(cacheNames = "c", key = "#id", keyGenerator = "any")
		String find(String id) {
			return id;
		}

	}

	static class Misspelled {

		@CacheEvict("prodcuts")
		String find(String id) {
			return id;
		}

	}

}
