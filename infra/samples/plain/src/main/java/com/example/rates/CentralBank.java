package com.example.rates;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.stereotype.Component;

/**
 * Knows all rates, and takes its time to say so. So a rate is kept, in a cache of
 * Spring's annotations; who sets one puts it there, and drops the table that shows the
 * old one.
 */
@Component
class CentralBank {

	private final Map<String, Rate> rates = new ConcurrentSkipListMap<>(
			Map.of("USD", new Rate("USD", new BigDecimal("1.1034"), 1), "JPY",
					new Rate("JPY", new BigDecimal("160.27"), 1), "CHF", new Rate("CHF", new BigDecimal("0.9412"), 1)));

	private final AtomicInteger asked = new AtomicInteger();

	private final Duration delay;

	CentralBank(@Value("${rates.delay:500ms}") Duration delay) {
		this.delay = delay;
	}

	@Cacheable(cacheNames = "rates", key = "#currency")
	public Mono<Rate> rate(String currency) {
		return slowly(() -> Mono.justOrEmpty(this.rates.get(currency)).flux()).singleOrEmpty();
	}

	Flux<Rate> rates() {
		return slowly(() -> Flux.fromIterable(this.rates.values()));
	}

	/** All rates, for code that does not know of Reactor: keeps its thread waiting. */
	public List<Rate> published() {
		this.asked.incrementAndGet();
		LockSupport.parkNanos(this.delay.toNanos());
		return List.copyOf(this.rates.values());
	}

	/** Sets a rate; empty for a currency that is not known. */
	@Caching(put = @CachePut(cacheNames = "rates", key = "#currency"),
			evict = @CacheEvict(cacheNames = "sheets", allEntries = true))
	public Mono<Rate> set(String currency, BigDecimal price) {
		return Mono.fromSupplier(() -> this.rates.computeIfPresent(currency, (name, rate) -> rate.at(price)));
	}

	/** How often somebody asked for rates. */
	int asked() {
		return this.asked.get();
	}

	private Flux<Rate> slowly(Supplier<Flux<Rate>> answer) {
		return Flux.defer(() -> {
			this.asked.incrementAndGet();
			return Mono.delay(this.delay).thenMany(Flux.defer(answer));
		});
	}

}
