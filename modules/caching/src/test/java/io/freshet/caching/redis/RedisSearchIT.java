package io.freshet.caching.redis;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

import io.freshet.caching.CacheName;
import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.LocalLedger;
import io.freshet.caching.redis.RedisSearch.Page;
import io.freshet.caching.redis.RedisSearch.UnknownPositionException;
import io.freshet.caching.redis.RedisSearch.Walked;
import io.freshet.caching.redis.RedisStore.Census;
import io.freshet.caching.store.CacheRecorder;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.MovableClock;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches of a Redis with few and with very many entries.
 */
class RedisSearchIT {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final CacheTag FIVES = CacheTag.of("kind", "five");

	private static final long SLOW_MICROS = 100_000;

	private final RedisServer server = RedisServer.fresh();

	private final RedisFixture redis = RedisFixture.on(this.server).connected();

	private final MovableClock clock = new MovableClock();

	private final LocalLedger ledger = new LocalLedger(1_000_000);

	private final RedisStore store = this.redis.store(this.clock, CacheRecorder.NONE);

	private final RedisSearch search = this.redis.search();

	@AfterEach
	void stop() {
		this.redis.close();
		this.server.close();
	}

	@Test
	void readsHeadsOfEntries() {
		fill(1);

		Page page = page("", 10);

		assertThat(page.next()).isEmpty();
		assertThat(page.entries()).singleElement().satisfies((head) -> {
			assertThat(head.key()).isEqualTo(key(0));
			assertThat(head.kind()).isEqualTo(EntryKind.ONE);
			assertThat(head.created()).isEqualTo(this.clock.instant());
			assertThat(head.tags()).containsExactly(FIVES);
			assertThat(head.bytes()).isGreaterThan(100);
		});
	}

	@Test
	void readsTheHeadOfAnEntryWithManyTags() {
		Set<CacheTag> tags = new HashSet<>();
		IntStream.range(0, 90).forEach((tag) -> tags.add(CacheTag.of("long", "x".repeat(60) + tag)));
		put(entry(key(1), tags));

		assertThat(page("", 10).entries()).singleElement().satisfies((head) -> assertThat(head.tags()).isEqualTo(tags));
	}

	@Test
	void pagesThroughAllEntriesAndOverlooksNone() {
		fill(1000);
		Set<EntryKey> seen = new HashSet<>();
		String position = "";
		int pages = 0;

		do {
			Page page = page(position, 40);
			assertThat(page.entries().size()).as("no more than a step too many").isLessThan(120);
			page.entries().forEach((head) -> seen.add(head.key()));
			position = page.next();
			pages++;
		}
		while (!position.isEmpty() && pages < 1000);

		assertThat(seen).hasSize(1000);
		assertThat(pages).isBetween(8, 30);
	}

	@Test
	void knowsNoOtherPosition() {
		for (String position : List.of("1", "x:1", "0:", "0:x", "0:1:2")) {
			StepVerifier.create(this.search.page(position, 10, (head) -> true))
				.expectError(UnknownPositionException.class)
				.verify(TIMEOUT);
		}
	}

	@Test
	void removesWhatIsWantedAndNothingElse() {
		fill(1000);

		List<Walked> steps = this.search.walk((head) -> head.tags().contains(FIVES), true).collectList().block(TIMEOUT);

		assertThat(steps.stream().mapToLong(Walked::scanned).sum()).isGreaterThanOrEqualTo(1000);
		assertThat(steps.stream().flatMap((step) -> step.keys().stream()).distinct()).hasSize(200);
		assertThat(this.store.keys(KeyPattern.ALL).distinct().count().block(TIMEOUT)).isEqualTo(800);
	}

	@Test
	void countsForAllInstancesOneAtATime() {
		fill(50);
		SharedCensus here = this.redis.census(this.store);
		SharedCensus there = this.redis.census(this.store);

		here.countOnce().block(TIMEOUT);
		fill(60);
		there.countOnce().block(TIMEOUT);
		Census census = there.last().block(TIMEOUT);

		assertThat(census.isComplete()).isTrue();
		assertThat(census.caches().get(CacheName.of("things")).entries()).as("as the first one counted").isEqualTo(50);
	}

	@Test
	void keepsEveryCallShortAmongManyEntries() {
		fill(100_000);
		this.redis.<String>talk((redis) -> {
			redis.slowlogReset();
			return redis.configSet("slowlog-log-slower-than", String.valueOf(SLOW_MICROS));
		});

		this.redis.census(this.store).countOnce().block(TIMEOUT);
		Census census = this.redis.census(this.store).last().block(TIMEOUT);
		Page some = page("", 50);
		Page few = this.search.page("", 50, (head) -> head.key().equals(key(77_777))).block(TIMEOUT);
		long found = this.search.walk((head) -> head.tags().contains(FIVES), false)
			.map((step) -> (long) step.keys().size())
			.reduce(0L, Long::sum)
			.blockOptional(TIMEOUT)
			.orElseThrow();
		this.search.walk((head) -> true, true).then().block(TIMEOUT);

		assertThat(census.isComplete()).isFalse();
		assertThat(census.caches().get(CacheName.of("things")).entries()).isBetween(95_000L, 105_000L);
		assertThat(some.entries()).hasSizeGreaterThanOrEqualTo(50);
		assertThat(few.entries()).hasSizeLessThanOrEqualTo(1);
		assertThat(found).isGreaterThanOrEqualTo(20_000);
		assertThat(this.redis.<Long>talk((redis) -> redis.dbsize())).as("the census stays").isLessThanOrEqualTo(2);
		assertThat(this.redis.<List<Object>>talk((redis) -> redis.slowlogGet())).as("calls over 100 ms").isEmpty();
	}

	private Page page(String position, int limit) {
		return this.search.page(position, limit, (head) -> true).blockOptional(TIMEOUT).orElseThrow();
	}

	/** A machine under test may be so slow that connections are replaced meanwhile. */
	private void fill(int count) {
		Flux.range(0, count)
			.flatMap((number) -> Mono
				.defer(() -> this.store
					.put(entry(key(number), (number % 5 == 0) ? Set.of(FIVES) : Set.of(CacheTag.of("n", number)))))
				.retryWhen(Retry.backoff(10, Duration.ofMillis(100))), 256)
			.then()
			.block(TIMEOUT);
	}

	private void put(StoredEntry entry) {
		this.store.put(entry).block(TIMEOUT);
	}

	private static EntryKey key(int number) {
		return EntryKey.parse("things:" + number);
	}

	private StoredEntry entry(EntryKey key, Set<CacheTag> tags) {
		return new StoredEntry(key, EntryKind.ONE, new byte[100], this.clock.instant(),
				this.clock.instant().plusSeconds(600), tags, this.ledger.view().stamp());
	}

}
