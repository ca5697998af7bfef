package io.freshet.caching.caffeine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.CacheStoreContract;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.StoreContent;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.store.Tier;
import io.freshet.caching.store.ValueCodec;

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
	}

	@Test
	void removesAnEntryWithinTwoSecondsOfItsTime() {
		put(entry(1, "one"));
		this.clock.move(Duration.ofSeconds(62));

		StepVerifier.create(this.store.find(Entries.key(2))).expectComplete().verify(TIMEOUT);

		assertThat(this.events.count("eviction near")).isOne();
		assertThat(this.store.content()).isEmpty();
	}

	@Test
	void tellsWhatItKeepsOfEachCache() {
		put(entry(1, "one"));
		put(entry(2, "two"));

		Map<CacheName, StoreContent> content = this.store.content();

		long bytes = LongStream.of(entry(1, "one").weight(), entry(2, "two").weight()).sum();
		assertThat(content).containsOnly(Map.entry(CacheName.of("things"), new StoreContent(2, bytes)));
	}

	/** Counted as it comes and goes, and so by all the ways in which it does. */
	@Test
	void tellsWhatItKeepsWhateverHappened() {
		Random random = new Random(5);
		for (int step = 0; step < 20_000; step++) {
			change(random);
			this.clock.move(Duration.ofMillis(random.nextInt(100)));
		}
		// All of it expires, so that nothing is about to when the two are compared.
		this.clock.move(Duration.ofSeconds(62));
		this.store.content();
		for (int step = 0; step < 1_000; step++) {
			change(random);
		}

		List<EntryHead> kept = this.store.heads().collectList().block(TIMEOUT);

		assertThat(kept).hasSizeBetween(20, 299);
		assertThat(this.events.count("eviction near")).isGreaterThan(1_000);
		assertThat(this.store.content()).containsOnly(Map.entry(CacheName.of("things"),
				new StoreContent(kept.size(), kept.stream().mapToLong(EntryHead::bytes).sum())));
	}

	private void change(Random random) {
		EntryKey key = Entries.key(random.nextInt(300));
		switch (random.nextInt(8)) {
			case 0 -> this.store.remove(key);
			case 1, 2 -> this.store.find(key).doOnNext((found) -> found.value(new Numbers())).block(TIMEOUT);
			case 3 -> this.store.purge(KeyPattern.of(key.text())).blockLast(TIMEOUT);
			default -> put(entry(random.nextInt(300), "[" + "1,".repeat(random.nextInt(6_000)) + "1]"));
		}
	}

	/** An instance tells of itself at intervals, on a thread that must not wait. */
	@Test
	@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
	void tellsWhatItKeepsWhileMaintenanceIsUnderWay() throws InterruptedException {
		HeldEvictions held = new HeldEvictions();
		ExecutorService maintenance = Executors.newSingleThreadExecutor();
		try {
			CaffeineStore kept = new CaffeineStore(CAPACITY, this.clock, maintenance, held);
			maintenance.execute(() -> {
				for (int key = 0; key < 20; key++) {
					kept.put(entry(key, "x".repeat(100_000))).block(TIMEOUT);
				}
			});
			assertThat(held.begun.await(10, TimeUnit.SECONDS)).isTrue();

			assertThat(kept.content().get(CacheName.of("things")).entries()).isGreaterThan(5);
		}
		finally {
			held.end.countDown();
			maintenance.shutdown();
		}
	}

	/** Many may have expired at once, and whoever reads or writes is not to wait. */
	@Test
	void leavesToTheExecutorWhatHasExpired() {
		List<Runnable> tidying = new ArrayList<>();
		CaffeineStore kept = new CaffeineStore(CAPACITY, this.clock, tidying::add, this.events);
		for (int key = 0; key < 100; key++) {
			kept.put(entry(key, "one")).block(TIMEOUT);
		}
		this.clock.move(Duration.ofMinutes(5));

		for (int key = 0; key < 100; key++) {
			kept.find(Entries.key(key)).block(TIMEOUT);
			kept.put(entry(100 + key, "another")).block(TIMEOUT);
		}
		assertThat(tidying).as("handed over once").hasSize(1);
		assertThat(this.events.count("eviction near")).isZero();

		tidying.forEach(Runnable::run);
		assertThat(this.events.count("eviction near")).isEqualTo(100);
		assertThat(kept.holds(Entries.key(100))).isTrue();
	}

	@Test
	void weighsAnEntryAgainWhenItsValueWasDecoded() {
		put(entry(1, "[" + "1,".repeat(1_000) + "1]"));
		long encoded = bytes();

		List<Integer> value = find(1).value(new Numbers());

		assertThat(value).hasSize(1_001);
		assertThat(bytes()).as("a number of two bytes is an object of 16, with a reference of 4")
			.isBetween(encoded + 16_000, encoded + 22_000);
		assertThat(find(1).value(new Numbers())).as("decoded once").isSameAs(value);
		assertThat(find(1).payload()).as("encoded again").hasSize(2_003);
	}

	@Test
	void staysBelowItsBoundWhenValuesAreDecoded() {
		for (int key = 0; key < 1_000; key++) {
			put(entry(key, "[" + "1,".repeat(1_000) + "1]"));
			this.store.find(Entries.key(key)).doOnNext((found) -> found.value(new Numbers())).block(TIMEOUT);
			assertThat(bytes()).isLessThanOrEqualTo(CAPACITY);
		}

		assertThat(this.store.content().get(CacheName.of("things")).entries()).isBetween(20L, 60L);
	}

	private StoredEntry find(int key) {
		return this.store.find(Entries.key(key)).blockOptional(TIMEOUT).orElseThrow();
	}

	/** Keeps whoever evicts waiting. */
	private static final class HeldEvictions implements CacheRecorder {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		@Override
		public void eviction(CacheName cache, Tier tier, long weight) {
			this.begun.countDown();
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	/** Decodes numbers that are objects of their own. */
	private static final class Numbers implements ValueCodec<List<Integer>> {

		@Override
		public byte[] encode(List<Integer> value) {
			return value.toString().replace("10001", "1").replace(" ", "").getBytes(StandardCharsets.US_ASCII);
		}

		@Override
		public List<Integer> decode(byte[] payload) {
			String text = new String(payload, StandardCharsets.US_ASCII);
			return Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
				.map((number) -> Integer.valueOf(10_000 + Integer.parseInt(number)))
				.toList();
		}

		@Override
		public long shape() {
			return 1;
		}

	}

	private long bytes() {
		return this.store.content().values().stream().mapToLong(StoreContent::bytes).sum();
	}

}
