package io.freshet.caching.method;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheTag;
import io.freshet.caching.Cached;
import io.freshet.caching.autoconfigure.TwoInstances;

import static io.freshet.caching.autoconfigure.TwoInstances.PATIENCE;
import static io.freshet.caching.autoconfigure.TwoInstances.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Annotated methods in two instances on one PostgreSQL and one Redis. */
class CachedMethodIT {

	/** Sets each value that is loaded apart from all others, whoever loads it. */
	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final TwoInstances instances = TwoInstances.of(Instance.class);

	private final Rates here = this.instances.here(Rates.class);

	private final Rates there = this.instances.there(Rates.class);

	@AfterEach
	void close() {
		this.instances.close();
	}

	@Test
	void keepsEachValueInRedisForAsLongAsItSays() {
		Rate loaded = get(this.here.lasting("eur", Duration.ofMinutes(20)));
		get(this.here.lasting("usd", Duration.ofMinutes(50)));

		List<Duration> lifetimes = this.instances.awaitLifetimes(2);

		assertThat(lifetimes.get(0)).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(20));
		assertThat(lifetimes.get(1)).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(50));
		assertThat(get(this.there.lasting("eur", Duration.ZERO))).isEqualTo(loaded);
		assertThat(this.there.loads()).isZero();
	}

	@Test
	void findsASequenceThatAnotherInstanceLoaded() {
		List<Rate> loaded = get(this.here.series("eur").collectList());
		this.instances.awaitShared(1);

		assertThat(get(this.there.series("eur").collectList())).hasSize(3).isEqualTo(loaded);
		assertThat(this.there.loads()).isZero();
	}

	@Test
	void keepsASequenceInRedisForAsLongAsItsShortestElementSays() {
		get(this.here.series("eur").collectList());

		assertThat(this.instances.awaitLifetimes(1)).singleElement()
			.satisfies((left) -> assertThat(left).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(20)));
	}

	@Test
	void loadsAnewInBothInstancesWhatIsInvalidatedByATagOverItsValue() {
		Rate eur = get(this.here.tagged("eur"));
		Rate usd = get(this.here.tagged("usd"));
		this.instances.awaitShared(2);
		assertThat(get(this.there.tagged("eur"))).isEqualTo(eur);
		assertThat(get(this.there.tagged("usd"))).isEqualTo(usd);

		this.instances.there(CacheInvalidator.class).invalidate(CacheTag.of("number", eur.number())).block(PATIENCE);

		assertThat(get(this.there.tagged("eur"))).as("where it was invalidated, at once").isNotEqualTo(eur);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(this.here.tagged("eur"))).isNotEqualTo(eur));
		assertThat(get(this.here.tagged("usd"))).as("has another tag").isEqualTo(usd);
		assertThat(get(this.there.tagged("usd"))).as("has another tag").isEqualTo(usd);
	}

	@Test
	void keepsInRedisWhatAnotherInstanceReads() {
		Rate loaded = get(this.here.idle("eur"));
		assertThat(this.instances.awaitLifetimes(1)).as("much less than its ttl")
			.singleElement()
			.satisfies((left) -> assertThat(left).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10)));
		// As if nobody had read it for a long time, for which nobody needs to wait here.
		String key = this.instances.awaitShared(1).get(0);
		this.instances.talk((redis) -> redis.pexpire(key, Duration.ofMinutes(1)));

		assertThat(get(this.there.idle("eur"))).isEqualTo(loaded);

		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.instances.awaitLifetimes(1).get(0)).isBetween(Duration.ofMinutes(5),
					Duration.ofMinutes(10)));
		assertThat(this.there.loads()).isZero();
	}

	@Test
	void remembersForBothInstancesThatThereIsNothing() {
		assertThat(this.here.absent("eur").blockOptional(PATIENCE)).isEmpty();

		assertThat(this.instances.awaitLifetimes(1)).as("much less than its ttl, and more than without the setting")
			.singleElement()
			.satisfies((left) -> assertThat(left).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10)));
		assertThat(this.there.absent("eur").blockOptional(PATIENCE)).isEmpty();
		assertThat(this.there.loads()).isZero();
	}

	@Test
	void servesAStaleValueThatAnotherInstanceLoadedIfALoadFails() {
		Rate loaded = get(this.here.frail("eur"));
		this.here.fail(true);
		this.there.fail(true);
		this.instances.awaitShared(1);
		// That it tries to load anew says that the value is stale now.
		await().atMost(PATIENCE).until(() -> get(this.here.frail("eur")).equals(loaded) && this.here.loads() > 1);

		assertThat(get(this.there.frail("eur"))).isEqualTo(loaded);
		assertThat(this.there.loads()).as("tried to").isOne();

		this.there.fail(false);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(get(this.there.frail("eur"))).isNotEqualTo(loaded));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Rates.class)
	static class Instance {

	}

	record Rate(String currency, int number, Duration maxAge) {
	}

	static class Rates {

		private final AtomicInteger loads = new AtomicInteger();

		private volatile boolean failing;

		int loads() {
			return this.loads.get();
		}

		void fail(boolean failing) {
			this.failing = failing;
		}

		@Cached(cache = "lasting", key = "#currency", ttl = "#{#result.maxAge}")
		Mono<Rate> lasting(String currency, Duration maxAge) {
			return load(currency, maxAge);
		}

		@Cached(cache = "series", key = "#currency", ttl = "#{#result.maxAge}")
		Flux<Rate> series(String currency) {
			return Flux.just(40, 20, 50).map(Duration::ofMinutes).concatMap((maxAge) -> load(currency, maxAge));
		}

		@Cached(cache = "tagged", key = "#currency", tags = "number:#{#result.number}")
		Mono<Rate> tagged(String currency) {
			return load(currency, Duration.ZERO);
		}

		@Cached(cache = "idle", key = "#currency", ttl = "40m", tti = "10m")
		Mono<Rate> idle(String currency) {
			return load(currency, Duration.ZERO);
		}

		@Cached(cache = "absent", key = "#currency", ttl = "40m", negativeTtl = "10m")
		Mono<Rate> absent(String currency) {
			return load(currency, Duration.ZERO).filter((rate) -> false);
		}

		@Cached(cache = "frail", key = "#currency", ttl = "1s", hardTtl = "40m", retryAfter = "500ms")
		Mono<Rate> frail(String currency) {
			return load(currency, Duration.ZERO);
		}

		private Mono<Rate> load(String currency, Duration maxAge) {
			return Mono.fromSupplier(() -> {
				this.loads.incrementAndGet();
				if (this.failing) {
					throw new IllegalStateException("not now");
				}
				return new Rate(currency, NUMBERS.incrementAndGet(), maxAge);
			});
		}

	}

}
