package io.freshet.caching.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.freshet.caching.CacheKey;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.ReactiveCacheManager;
import io.freshet.caching.autoconfigure.TwoInstances;
import io.freshet.caching.codec.MoneyCodec.Money;
import io.freshet.caching.store.ValueCodecFactory;

import static io.freshet.caching.autoconfigure.TwoInstances.get;
import static org.assertj.core.api.Assertions.assertThat;

/** Values of two instances on one PostgreSQL and one Redis. */
class ValueCodecsIT {

	private static final CacheKey KEY = CacheKey.of("a");

	private final TwoInstances instances = TwoInstances.of(Instance.class);

	private final AtomicInteger loads = new AtomicInteger();

	@AfterEach
	void close() {
		this.instances.close();
	}

	@Test
	void giveEachReaderOfEachInstanceBytesOfItsOwn() {
		ReactiveCache<byte[]> here = cacheOf(byte[].class, this.instances.here(ReactiveCacheManager.class));
		ReactiveCache<byte[]> there = cacheOf(byte[].class, this.instances.there(ReactiveCacheManager.class));
		spoil(assertBytes(here));
		this.instances.awaitSharedText("as they are");

		assertThat(here).satisfies(this::assertNobodySpoilsBytes);
		assertThat(there).satisfies(this::assertNobodySpoilsBytes);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void keepValuesInTheFormOfTheApplication() {
		ReactiveCache<Money> here = cacheOf(Money.class, this.instances.here(ReactiveCacheManager.class));
		ReactiveCache<Money> there = cacheOf(Money.class, this.instances.there(ReactiveCacheManager.class));
		Money loaded = get(loading(new Money("eur", 1250)).transformDeferred(here.caching(KEY)));
		this.instances.awaitSharedText("eur 1250");

		assertThat(get(loading(new Money("usd", 1)).transformDeferred(there.caching(KEY)))).isEqualTo(loaded);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void keepSequencesOfValuesInTheFormOfTheApplication() {
		ReactiveCache<Money> here = cacheOf(Money.class, this.instances.here(ReactiveCacheManager.class));
		ReactiveCache<Money> there = cacheOf(Money.class, this.instances.there(ReactiveCacheManager.class));
		List<Money> loaded = List.of(new Money("eur", 1250), new Money("usd", -3));
		assertThat(readAll(here, loaded)).isEqualTo(loaded);
		this.instances.awaitSharedText("eur 1250");
		this.instances.awaitSharedText("usd -3");

		assertThat(readAll(there, List.of())).isEqualTo(loaded);
		assertThat(this.loads).hasValue(1);
	}

	/**
	 * Reads them as they were found or loaded, as they lie in memory, and once more.
	 */
	private void assertNobodySpoilsBytes(ReactiveCache<byte[]> cache) {
		for (int reader = 0; reader < 4; reader++) {
			spoil(assertBytes(cache));
		}
	}

	private byte[] assertBytes(ReactiveCache<byte[]> cache) {
		byte[] read = get(loading(bytes()).transformDeferred(cache.caching(KEY)));
		assertThat(read).isEqualTo(bytes());
		return read;
	}

	private static void spoil(byte[] read) {
		read[0]++;
	}

	/** Text, which Redis can be asked for, and what is none. */
	private static byte[] bytes() {
		return "as they are\u00ff\u0000".getBytes(StandardCharsets.ISO_8859_1);
	}

	private List<Money> readAll(ReactiveCache<Money> cache, List<Money> values) {
		Flux<Money> origin = loading(values).flatMapIterable((all) -> all);
		return get(origin.transformDeferred(cache.caching(KEY)).collectList());
	}

	private <V> Mono<V> loading(V value) {
		return Mono.fromSupplier(() -> {
			this.loads.incrementAndGet();
			return value;
		});
	}

	private static <V> ReactiveCache<V> cacheOf(Class<V> type, ReactiveCacheManager caches) {
		return caches.cache("values", type);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Instance {

		@Bean
		ValueCodecFactory moneyCodecs() {
			return (type) -> (type == Money.class) ? new MoneyCodec() : null;
		}

	}

}
