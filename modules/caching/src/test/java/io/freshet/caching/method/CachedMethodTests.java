package io.freshet.caching.method;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheKey;
import io.freshet.caching.CacheTag;
import io.freshet.caching.Cached;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.autoconfigure.CacheStatisticsAutoConfiguration;
import io.freshet.caching.autoconfigure.CachingAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CachedMethodTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, CacheStatisticsAutoConfiguration.class,
				CachingAutoConfiguration.class))
		.withBean(InstantSource.class, () -> this.now::get)
		.withUserConfiguration(Rates.class);

	@Test
	void answersFromTheCacheBySeveralPartsOfTheKey() {
		withRates((rates, context) -> {
			String first = rates.byParts("eur", 1, "x").block(PATIENCE);

			assertThat(rates.byParts("eur", 1, "y").block(PATIENCE)).as("no part of the key").isEqualTo(first);
			assertThat(rates.byParts("eur", 2, "x").block(PATIENCE)).isNotEqualTo(first);
			assertThat(rates.byParts("usd", 1, "x").block(PATIENCE)).isNotEqualTo(first);
			assertThat(context.getBean(ReactiveCacheManager.class)
				.cache("parts", String.class)
				.get(CacheKey.of("eur", 1))
				.block(PATIENCE)).isEqualTo(first);
		});
	}

	@Test
	void takesAllArgumentsForTheKeyIfNoneIsNamed() {
		withRates((rates, context) -> {
			String first = rates.byAll("eur", null).block(PATIENCE);

			assertThat(rates.byAll("eur", null).block(PATIENCE)).isEqualTo(first);
			assertThat(rates.byAll("eur", "x").block(PATIENCE)).isNotEqualTo(first);
			assertThat(rates.byAll("usd", null).block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void cachesAllElementsOfAFlux() {
		withRates((rates, context) -> {
			List<String> first = rates.series("eur").collectList().block(PATIENCE);

			assertThat(rates.series("eur").collectList().block(PATIENCE)).hasSize(2).isEqualTo(first);
		});
	}

	@Test
	void doesNothingBeforeSubscription() {
		withRates((rates, context) -> {
			rates.byAll("never", "asked");

			assertThat(rates.calls()).isZero();
		});
	}

	@Test
	void forgetsWhenItsTimeIsOver() {
		withRates((rates, context) -> {
			String first = rates.shortLived("eur").block(PATIENCE);
			this.now.updateAndGet((instant) -> instant.plusSeconds(2));
			String young = rates.shortLived("eur").block(PATIENCE);
			this.now.updateAndGet((instant) -> instant.plusSeconds(2));
			String old = rates.shortLived("eur").block(PATIENCE);

			assertThat(young).isEqualTo(first);
			assertThat(old).isNotEqualTo(first);
		});
	}

	@Test
	void keepsAValueForAsLongAsItsResultSays() {
		withRates((rates, context) -> {
			String first = rates.livesForItsLength("eur").block(PATIENCE);
			this.now.updateAndGet((instant) -> instant.plusSeconds(first.length() - 1));
			String young = rates.livesForItsLength("eur").block(PATIENCE);
			this.now.updateAndGet((instant) -> instant.plusSeconds(1));
			String old = rates.livesForItsLength("eur").block(PATIENCE);

			assertThat(young).isEqualTo(first);
			assertThat(old).isNotEqualTo(first);
		});
	}

	@Test
	void takesATextForALifetime() {
		withRates((rates, context) -> {
			String first = rates.livesForSeconds("eur", 7).block(PATIENCE);
			this.now.updateAndGet((instant) -> instant.plusSeconds(6));

			assertThat(rates.livesForSeconds("eur", 7).block(PATIENCE)).isEqualTo(first);
			this.now.updateAndGet((instant) -> instant.plusSeconds(1));
			assertThat(rates.livesForSeconds("eur", 7).block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void answersButDoesNotKeepWhatGivesNoLifetime() {
		withRates((rates, context) -> {
			String first = rates.livesForNobodyKnows("eur").block(PATIENCE);

			assertThat(rates.livesForNobodyKnows("eur").block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void servesAStaleValueAsTheAnnotationSays() {
		withRates((rates, context) -> {
			String first = rates.withAllSettings("eur").block(PATIENCE);
			this.now.updateAndGet((instant) -> instant.plusSeconds(3));

			assertThat(rates.withAllSettings("eur").block(PATIENCE)).as("stale while it is loaded").isEqualTo(first);
			assertThat(rates.withAllSettings("eur").block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void isInvalidatedByATagOverTheArguments() {
		assertInvalidatedBy(CacheTag.of("currency", "eur"), CacheTag.of("currency", "usd"));
	}

	@Test
	void isInvalidatedByAFixedTag() {
		assertInvalidatedBy(CacheTag.of("all", "rates"), CacheTag.of("all", "others"));
	}

	@Test
	void isInvalidatedByATagOverTheResult() {
		assertInvalidatedBy(CacheTag.of("length", "eur 1".length()), CacheTag.of("length", 99));
	}

	@Test
	void isInvalidatedByATagOfAnyElement() {
		withRates((rates, context) -> {
			List<String> first = rates.series("eur").collectList().block(PATIENCE);

			context.getBean(CacheInvalidator.class).invalidate(new CacheTag("element:" + first.get(1))).block(PATIENCE);

			assertThat(rates.series("eur").collectList().block(PATIENCE)).isNotEqualTo(first);
		});
	}

	@Test
	void remembersThatThereIsNothing() {
		withRates((rates, context) -> {
			rates.absent("eur").block(PATIENCE);
			rates.absent("eur").block(PATIENCE);
			int remembered = rates.calls();
			context.getBean(CacheInvalidator.class).invalidate(CacheTag.of("currency", "eur")).block(PATIENCE);
			rates.absent("eur").block(PATIENCE);

			assertThat(remembered).isEqualTo(1);
			assertThat(rates.calls()).isEqualTo(2);
		});
	}

	@Test
	void doesNotRememberAnAbsenceThatNoTagCouldInvalidate() {
		withRates((rates, context) -> {
			rates.absentByResult("eur").block(PATIENCE);
			rates.absentByResult("eur").block(PATIENCE);

			assertThat(rates.calls()).isEqualTo(2);
		});
	}

	@Test
	void saysWhichMethodCannotTellItsKey() {
		withRates((rates, context) -> assertThatThrownBy(() -> rates.byLength(null).block(PATIENCE))
			.hasMessageContaining("@Cached method")
			.hasMessageContaining("byLength(java.lang.String) cannot tell key or tags of a call"));
	}

	@Test
	void beginsNoTransactionForAHit() {
		this.runner.withUserConfiguration(Transactions.class).run((context) -> {
			TransactionalRates rates = context.getBean(TransactionalRates.class);
			CountingTransactions transactions = context.getBean(CountingTransactions.class);

			rates.rate("eur").block(PATIENCE);
			String hit = rates.rate("eur").block(PATIENCE);

			assertThat(hit).isEqualTo("eur 1");
			assertThat(transactions.begun()).isEqualTo(1);
		});
	}

	@Test
	void standsBehindAnInterface() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withUserConfiguration(ByInterface.class)
			.run((context) -> {
				Quotes quotes = context.getBean(Quotes.class);

				assertThat(AopUtils.isJdkDynamicProxy(quotes)).isTrue();
				assertThat(quotes.annotatedInClass("a").block(PATIENCE))
					.isEqualTo(quotes.annotatedInClass("a").block(PATIENCE));
				assertThat(quotes.annotatedInInterface("a").block(PATIENCE))
					.isEqualTo(quotes.annotatedInInterface("a").block(PATIENCE));
			});
	}

	@Test
	void standsInFrontOfAClassWhoseInterfaceIsAnnotated() {
		this.runner.withUserConfiguration(ByInterface.class).run((context) -> {
			Quotes quotes = context.getBean(Quotes.class);

			assertThat(AopUtils.isCglibProxy(quotes)).isTrue();
			assertThat(quotes.annotatedInInterface("a").block(PATIENCE))
				.isEqualTo(quotes.annotatedInInterface("a").block(PATIENCE));
		});
	}

	@Test
	void knowsTheTypeThatASubclassGivesToAGenericMethod() {
		this.runner.withUserConfiguration(Generics.class).run((context) -> {
			context.getBean(ReactiveCacheManager.class).cache("numbers", Integer.class);
			Numbers numbers = context.getBean(Numbers.class);

			assertThat(numbers.find("a").block(PATIENCE)).isEqualTo(numbers.find("a").block(PATIENCE));
		});
	}

	private void assertInvalidatedBy(CacheTag related, CacheTag unrelated) {
		withRates((rates, context) -> {
			CacheInvalidator invalidator = context.getBean(CacheInvalidator.class);
			String first = rates.tagged("eur").block(PATIENCE);

			invalidator.invalidate(unrelated).block(PATIENCE);
			String afterUnrelated = rates.tagged("eur").block(PATIENCE);
			invalidator.invalidate(related).block(PATIENCE);
			String afterRelated = rates.tagged("eur").block(PATIENCE);

			assertThat(afterUnrelated).isEqualTo(first);
			assertThat(afterRelated).isNotEqualTo(first);
		});
	}

	private void withRates(BiConsumer<Rates, ApplicationContext> test) {
		Consumer<ApplicationContext> with = (context) -> test.accept(context.getBean(Rates.class), context);
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			with.accept(context);
		});
	}

	/** Package-private, with package-private methods, as a service may be. */
	static class Rates {

		private final AtomicInteger calls = new AtomicInteger();

		int calls() {
			return this.calls.get();
		}

		@Cached(cache = "parts", key = "#currency, #p1")
		Mono<String> byParts(String currency, int day, String traceId) {
			return next(currency);
		}

		@Cached(cache = "all-arguments")
		Mono<String> byAll(String currency, @Nullable String other) {
			return next(currency);
		}

		@Cached(cache = "series", key = "#currency", tags = "element:#{#result}")
		Flux<String> series(String currency) {
			return next(currency).map((text) -> text.replace(' ', '-'))
				.concatWith(next("x").map((x) -> x.replace(' ', '-')));
		}

		@Cached(cache = "short-lived", key = "#currency", ttl = "3s")
		Mono<String> shortLived(String currency) {
			return next(currency);
		}

		@Cached(cache = "by-result", key = "#currency", ttl = "#{T(java.time.Duration).ofSeconds(#result.length())}")
		Mono<String> livesForItsLength(String currency) {
			return next(currency);
		}

		@Cached(cache = "by-text", key = "#currency", ttl = "#{#seconds}s")
		Mono<String> livesForSeconds(String currency, int seconds) {
			return next(currency);
		}

		@Cached(cache = "by-nothing", key = "#currency", ttl = "#{null}")
		Mono<String> livesForNobodyKnows(String currency) {
			return next(currency);
		}

		@Cached(cache = "all-settings", key = "#currency", ttl = "3s", hardTtl = "1m", tti = "1h", jitter = "0",
				negativeTtl = "1s", errorTtl = "2s", cachedErrors = IllegalStateException.class, softTimeout = "0s",
				hardTimeout = "10s", refreshAheadAge = "1", refreshAheadBeta = "0", retryAfter = "1s", lease = "5s")
		Mono<String> withAllSettings(String currency) {
			return next(currency);
		}

		@Cached(cache = "tagged", key = "#currency",
				tags = { "currency:#{#currency}", "all:rates", "length:#{#result.length()}" })
		Mono<String> tagged(String currency) {
			return next(currency);
		}

		@Cached(cache = "absent", key = "#currency", tags = { "currency:#{#currency}", "length:#{#result.length()}" })
		Mono<String> absent(String currency) {
			return next(currency).filter((rate) -> false);
		}

		@Cached(cache = "absent-by-result", key = "#currency", tags = "length:#{#result.length()}")
		Mono<String> absentByResult(String currency) {
			return next(currency).filter((rate) -> false);
		}

		@Cached(cache = "by-length", key = "#currency.length()")
		Mono<String> byLength(@Nullable String currency) {
			return next("x");
		}

		private Mono<String> next(String currency) {
			return Mono.fromSupplier(() -> currency + " " + this.calls.incrementAndGet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Transactions {

		@Bean
		TransactionalRates transactionalRates() {
			return new TransactionalRates();
		}

		@Bean
		CountingTransactions transactionManager() {
			return new CountingTransactions();
		}

	}

	static class TransactionalRates {

		private final AtomicInteger calls = new AtomicInteger();

		@Transactional
		@Cached(cache = "transactional", key = "#currency")
		public Mono<String> rate(String currency) {
			return Mono.fromSupplier(() -> currency + " " + this.calls.incrementAndGet());
		}

	}

	static final class CountingTransactions implements ReactiveTransactionManager {

		private final List<TransactionDefinition> begun = new ArrayList<>();

		int begun() {
			return this.begun.size();
		}

		@Override
		public Mono<ReactiveTransaction> getReactiveTransaction(@Nullable TransactionDefinition definition) {
			return Mono.fromSupplier(() -> {
				this.begun.add(definition);
				return new ReactiveTransaction() {
				};
			});
		}

		@Override
		public Mono<Void> commit(ReactiveTransaction transaction) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> rollback(ReactiveTransaction transaction) {
			return Mono.empty();
		}

	}

	interface Quotes {

		Mono<String> annotatedInClass(String id);

		@Cached(cache = "quotes-by-interface", key = "#p0")
		Mono<String> annotatedInInterface(String id);

	}

	static class CountedQuotes implements Quotes {

		private final AtomicInteger calls = new AtomicInteger();

		@Override
		@Cached(cache = "quotes-by-class", key = "#id")
		public Mono<String> annotatedInClass(String id) {
			return Mono.fromSupplier(() -> id + this.calls.incrementAndGet());
		}

		@Override
		public Mono<String> annotatedInInterface(String id) {
			return Mono.fromSupplier(() -> id + this.calls.incrementAndGet());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByInterface {

		@Bean
		Quotes quotes() {
			return new CountedQuotes();
		}

	}

	abstract static class Finder<T> {

		private final AtomicInteger calls = new AtomicInteger();

		@Cached(cache = "numbers", key = "#id")
		Mono<T> find(String id) {
			return Mono.fromSupplier(() -> valueOf(this.calls.incrementAndGet()));
		}

		abstract T valueOf(int call);

	}

	static class Numbers extends Finder<Integer> {

		@Override
		Integer valueOf(int call) {
			return call;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Generics {

		@Bean
		Numbers numbers() {
			return new Numbers();
		}

	}

}
