package io.freshet.caching.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.resilience.SharedTierBreaker;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;

class WaitBudgetFilterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final AtomicInteger asked = new AtomicInteger();

	private final GuardedStore store = new GuardedStore(new Hanging(),
			SharedTierBreaker.of(new SharedTierBreaker.Settings(100, 100, 100, TIMEOUT, Duration.ofSeconds(1), 2)),
			Duration.ofMillis(50));

	private final WaitBudgetFilter filter = new WaitBudgetFilter(Duration.ofMillis(100));

	@Test
	void boundsTheLookUpsOfARequestTogether() {
		request();

		assertThat(this.asked.get()).isBetween(1, 3);
	}

	@Test
	void givesEachRequestABudgetOfItsOwn() {
		request();
		int before = this.asked.get();

		request();

		assertThat(this.asked.get()).isGreaterThan(before);
	}

	private void request() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		Flux<StoredEntry> lookUps = Flux.range(0, 20).concatMap((key) -> this.store.find(Entries.key(key)));
		StepVerifier.create(this.filter.filter(exchange, (next) -> lookUps.then())).expectComplete().verify(TIMEOUT);
	}

	/** Never answers. */
	private final class Hanging implements CacheStore {

		@Override
		public Mono<StoredEntry> find(EntryKey key) {
			WaitBudgetFilterTests.this.asked.incrementAndGet();
			return Mono.never();
		}

		@Override
		public Mono<Void> put(StoredEntry entry) {
			return Mono.never();
		}

		@Override
		public Flux<EntryKey> keys(KeyPattern pattern) {
			return Flux.never();
		}

		@Override
		public Flux<EntryKey> purge(KeyPattern pattern) {
			return Flux.never();
		}

	}

}
