package io.freshet.caching.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheKey;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.ReactiveCache;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.StoredEntry;

import static org.assertj.core.api.Assertions.assertThat;

/** A cache whose entries go when nobody reads them. */
class IdleTests {

	private static final CacheKey KEY = CacheKey.of(1);

	private static final CacheTag TAG = CacheTag.of("post", 1);

	private static final Duration TTI = Duration.ofSeconds(40);

	private final List<Duration> prolonged = new ArrayList<>();

	private final LoadFixture fixture = new LoadFixture(100, (store) -> new ProlongedStore(store, this.prolonged));

	private final ReactiveCache<String> cache = this.fixture.texts(CachePolicy.ttl(Duration.ofMinutes(2)).tti(TTI));

	private final AtomicInteger asked = new AtomicInteger();

	@Test
	void losesAnEntryThatNobodyRead() {
		read();
		pass(39);
		assertThat(read()).isEqualTo("value 1");
		pass(40);

		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void findsNothingOfItWhenItOnlyLooks() {
		read();
		pass(40);

		assertThat(this.cache.get(KEY).blockOptional(LoadFixture.TIMEOUT)).isEmpty();
	}

	@Test
	void losesAnEntryAtItsEndHoweverOftenItIsRead() {
		read();
		for (int i = 0; i < 11; i++) {
			pass(10);
			assertThat(read()).isEqualTo("value 1");
		}
		pass(10);

		assertThat(read()).isEqualTo("value 2");
	}

	@Test
	void tellsTheSharedTierFromTimeToTime() {
		read();
		pass(9);
		read();
		assertThat(this.prolonged).isEmpty();
		pass(1);
		read();
		read();
		assertThat(this.prolonged).containsExactly(TTI);
	}

	@Test
	void tellsTheSharedTierNoMoreThanTheTimeThatIsLeft() {
		read();
		for (int i = 0; i < 3; i++) {
			pass(30);
			read();
		}

		assertThat(this.prolonged).containsExactly(TTI, TTI, Duration.ofSeconds(30));
	}

	private String read() {
		return LoadFixture.get(Mono.fromCallable(() -> "value " + this.asked.incrementAndGet())
			.transformDeferred(this.cache.caching(KEY, TAG)));
	}

	private void pass(int seconds) {
		this.fixture.pass(Duration.ofSeconds(seconds));
	}

	/**
	 * Writes down what is prolonged.
	 *
	 * @param delegate keeps the entries
	 * @param prolonged for how long
	 */
	private record ProlongedStore(CacheStore delegate, List<Duration> prolonged) implements CacheStore {

		@Override
		public Mono<StoredEntry> find(EntryKey key) {
			return this.delegate.find(key);
		}

		@Override
		public Mono<Void> put(StoredEntry entry) {
			return this.delegate.put(entry);
		}

		@Override
		public Mono<Void> prolong(StoredEntry entry, Duration time) {
			return Mono.fromRunnable(() -> this.prolonged.add(time));
		}

		@Override
		public Flux<EntryKey> keys(KeyPattern pattern) {
			return this.delegate.keys(pattern);
		}

		@Override
		public Flux<EntryKey> purge(KeyPattern pattern) {
			return this.delegate.purge(pattern);
		}

	}

}
