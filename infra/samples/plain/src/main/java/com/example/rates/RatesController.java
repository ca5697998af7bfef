package com.example.rates;

import java.math.BigDecimal;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheInvalidator;
import io.freshet.caching.CacheTag;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Rates over HTTP. That responses are cached is said in the settings; here is said what
 * they show, so that a new rate invalidates those that show it, the list among them.
 */
@RestController
class RatesController {

	private final CentralBank bank;

	private final RateSheet sheet;

	private final CacheInvalidator caches;

	RatesController(CentralBank bank, RateSheet sheet, CacheInvalidator caches) {
		this.bank = bank;
		this.sheet = sheet;
		this.caches = caches;
	}

	@GetMapping("/rates")
	Flux<Rate> all() {
		return this.bank.rates().delayUntil((rate) -> CacheDependencies.on(tag(rate)));
	}

	@GetMapping("/rates/{currency}")
	Mono<ResponseEntity<Rate>> one(@PathVariable String currency) {
		return this.bank.rate(currency)
			.delayUntil((rate) -> CacheDependencies.on(tag(rate)))
			.map(RatesController::answer)
			.defaultIfEmpty(ResponseEntity.notFound().build());
	}

	@GetMapping(path = "/sheet", produces = "text/csv")
	Mono<byte[]> sheet() {
		return Mono.fromSupplier(this.sheet::csv).subscribeOn(Schedulers.boundedElastic());
	}

	@PostMapping("/rates/{currency}")
	Mono<ResponseEntity<Rate>> set(@PathVariable String currency, @RequestBody BigDecimal price) {
		return this.bank.set(currency, price)
			.delayUntil((rate) -> this.caches.invalidate(tag(rate)))
			.map(RatesController::answer)
			.defaultIfEmpty(ResponseEntity.notFound().build());
	}

	private static CacheTag tag(Rate rate) {
		return CacheTag.of("rate", rate.currency());
	}

	private static ResponseEntity<Rate> answer(Rate rate) {
		return ResponseEntity.ok().eTag(Long.toString(rate.version())).body(rate);
	}

}
