package io.freshet.caching.caffeine;

import java.time.Duration;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.CacheStoreContract;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.StoreContent;

import static org.assertj.core.api.Assertions.assertThat;

class CaffeineStoreTests extends CacheStoreContract {

	private static final long CAPACITY = 1_000_000;

	private final RecordedEvents events = new RecordedEvents();

	private final CaffeineStore store = new CaffeineStore(CAPACITY, this.clock, Runnable::run, this.events);

	@Override
	protected CacheStore store() {
		return this.store;
	}

	@Test
	void staysBelowItsBoundOfBytes() {
		String payload = "x".repeat(10_000);

		for (int key = 0; key < 1_000; key++) {
			put(entry(key, payload));
			assertThat(bytes()).isLessThanOrEqualTo(CAPACITY);
		}

		assertThat(bytes()).as("used well").isGreaterThan(CAPACITY / 2);
		assertThat(this.events.count("eviction near")).isGreaterThan(800);
	}

	@Test
	void doesNotKeepWhatIsLargerThanItsBound() {
		put(entry(1, "x".repeat(1_100_000)));

		assertThat(this.store.content()).isEmpty();
	}

	@Test
	void dropsAnEntryWhenItsTimeHasPassed() {
		put(entry(1, "one"));

		this.clock.move(Duration.ofSeconds(59));
		assertFound(1, "one");
		this.clock.move(Duration.ofSeconds(1));

		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.store.keys(KeyPattern.ALL)).expectComplete().verify(TIMEOUT);
		assertThat(this.store.content()).isEmpty();
		assertThat(this.events.count("eviction near")).isOne();
	}

	@Test
	void tellsWhatItKeepsOfEachCache() {
		put(entry(1, "one"));
		put(entry(2, "two"));

		Map<CacheName, StoreContent> content = this.store.content();

		long bytes = LongStream.of(entry(1, "one").weight(), entry(2, "two").weight()).sum();
		assertThat(content).containsOnly(Map.entry(CacheName.of("things"), new StoreContent(2, bytes)));
	}

	private long bytes() {
		return this.store.content().values().stream().mapToLong(StoreContent::bytes).sum();
	}

}
