package io.freshet.caching.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.metrics.CacheStatistics;
import io.freshet.caching.store.CacheStore;
import io.freshet.caching.store.CacheStoreContract;
import io.freshet.caching.store.Entries;
import io.freshet.caching.store.EntryKey;
import io.freshet.caching.store.EntryKind;
import io.freshet.caching.store.RecordedEvents;
import io.freshet.caching.store.StoredEntry;
import io.freshet.caching.testing.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

class RedisStoreIT extends CacheStoreContract {

	private final RecordedEvents events = new RecordedEvents();

	private final RedisFixture redis = RedisFixture.on(RedisServer.shared()).connected();

	private final RedisStore store = this.redis.store(this.clock, this.events);

	@Override
	protected CacheStore store() {
		return this.store;
	}

	@AfterEach
	void disconnect() {
		this.redis.close();
	}

	@Test
	void hasRedisExpireAnEntry() {
		put(entry(1, "one"));

		Long left = this.redis.talk((redis) -> redis.pttl(redisKey(1)));

		assertThat(left).isBetween(1L, 60_000L);
	}

	@Test
	void keepsTheContentsOfAKeyOutOfTheNamesInRedis() {
		put(entry("secret", "one"));

		List<String> names = this.redis.talk((redis) -> redis.keys("*").stream().map(String::new).toList());

		assertThat(names).singleElement().asString().matches("freshet:test:\\{[\\w-]{22}}:e");
	}

	@Test
	void takesTheEntryOfAnotherKeyAsNoneAndRemovesIt() {
		put(entry(1, "one"));
		this.redis.talk((redis) -> redis.set(redisKey(2), redis.get(redisKey(1))));

		StepVerifier.create(this.store.find(Entries.key(2))).expectComplete().verify(TIMEOUT);

		assertThat(this.events.lines()).containsExactly("undecodable");
		assertThat(this.redis.<Long>talk((redis) -> redis.exists(redisKey(2)))).isZero();
		assertFound(1, "one");
	}

	@Test
	void takesWhatDoesNotDecodeAsNoneAndRemovesIt() {
		put(entry(1, "one"));
		this.redis.talk((redis) -> redis.setrange(redisKey(1), 60, "?".getBytes(StandardCharsets.US_ASCII)));

		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);

		assertThat(this.events.lines()).containsExactly("undecodable");
		assertThat(this.redis.<Long>talk((redis) -> redis.exists(redisKey(1)))).isZero();
	}

	@Test
	void takesAnEntryOfAnEarlierVersionAsNoneAndRemovesIt() throws IOException {
		for (String version : List.of("v1", "v2", "v3")) {
			byte[] earlier = golden("envelope-" + version + ".hex");
			this.redis.talk((redis) -> redis.set(redisKey(version), earlier));

			StepVerifier.create(this.store.find(Entries.key(version))).expectComplete().verify(TIMEOUT);

			assertThat(this.redis.<Long>talk((redis) -> redis.exists(redisKey(version)))).isZero();
		}
		assertThat(this.events.lines()).containsExactly("undecodable", "undecodable", "undecodable");
	}

	@Test
	void keepsLongPayloadsInFewerBytes() {
		put(entry(1, "one two three ".repeat(5_000)));
		put(entry(2, "one two three ".repeat(50)));

		assertThat(length(1)).isLessThan(7_000);
		assertThat(length(2)).isGreaterThan(700);
		assertFound(1, "one two three ".repeat(5_000));
		assertFound(2, "one two three ".repeat(50));
	}

	@Test
	void countsWhatItSendsAndWhatThatWasMadeFrom() {
		CacheStatistics counted = new CacheStatistics();
		RedisStore counting = this.redis.store(this.clock, counted);
		StoredEntry longer = entry(1, "one two three ".repeat(5_000));
		StoredEntry shorter = entry(2, "one two three ".repeat(50));

		counting.put(longer).then(counting.put(shorter)).block(TIMEOUT);

		assertThat(counted.payloadBytes(longer.key().cache())).isEqualTo(70_700);
		assertThat(counted.sentBytes(longer.key().cache())).isEqualTo(length(1) + length(2));
	}

	private long length(Object key) {
		return this.redis.talk((redis) -> redis.strlen(redisKey(key)));
	}

	@Test
	void readsNoMoreOfAValueThanAnEntryMayHave() {
		this.redis.talk((redis) -> redis.setrange(redisKey(1), 50_000_000, new byte[] { 1 }));
		this.redis.talk((redis) -> redis.configResetstat());

		StepVerifier.create(this.store.find(Entries.key(1))).expectComplete().verify(TIMEOUT);

		assertThat(this.events.lines()).containsExactly("undecodable");
		assertThat(this.redis.<Long>talk((redis) -> redis.exists(redisKey(1)))).isZero();
		String stats = this.redis.talk((redis) -> redis.info("stats"));
		long sent = stats.lines()
			.filter((line) -> line.startsWith("total_net_output_bytes:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
			.sum();
		assertThat(sent).as("bytes that left Redis").isBetween(1_000_000L, 2_000_000L);
	}

	@Test
	void keepsTwoShapesOfAKeyApart() {
		StoredEntry one = entry(1, "one");
		StoredEntry other = new StoredEntry(one.key().withShape(7), EntryKind.ONE, new byte[] { 7 }, one.created(),
				one.expires(), one.tags(), one.stamp());
		put(one);
		put(other);

		assertFound(1, "one");
		StepVerifier.create(this.store.find(other.key()).map(StoredEntry::payload))
			.assertNext((payload) -> assertThat(payload).containsExactly(7))
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.store.purge(KeyPattern.of("things:1")).collectList().block(TIMEOUT))
			.containsExactlyInAnyOrder(one.key(), other.key());
	}

	private byte[] golden(String name) throws IOException {
		try (InputStream file = getClass().getResourceAsStream(name)) {
			return HexFormat.of().parseHex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip());
		}
	}

	@Test
	void leavesOutWhatIsNoEntryWhenItSearches() {
		put(entry(1, "one"));
		this.redis.talk((redis) -> redis.set(redisKey(2), new byte[] { 1, 2, 3 }));
		this.redis.talk((redis) -> redis.set(redisKey(3), new byte[0]));
		this.redis.talk((redis) -> redis.rpush(redisKey(4), new byte[] { 1 }));

		StepVerifier.create(this.store.keys(KeyPattern.ALL))
			.expectNext(Entries.key(1))
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void purgesThousandsOfKeysAndTouchesNothingElse() {
		List<String> foreign = List.of("session:1", "freshet:other:{x}:e", "freshet:test:other", "things:1");
		foreign.forEach((key) -> this.redis.talk((redis) -> redis.set(key.getBytes(StandardCharsets.US_ASCII),
				"theirs".getBytes(StandardCharsets.US_ASCII))));
		StepVerifier
			.create(Flux.range(0, 5_000).flatMap((key) -> this.store.put(entry("purge-" + key, "x")), 64).then())
			.expectComplete()
			.verify(TIMEOUT);
		put(entry("keep", "kept"));
		this.redis.talk((redis) -> redis.configResetstat());

		Set<EntryKey> purged = this.store.purge(KeyPattern.of("things:purge-*"))
			.collect(Collectors.toSet())
			.block(TIMEOUT);

		assertThat(purged).hasSize(5_000);
		assertFound("keep", "kept");
		assertThat(this.redis.<Long>talk((redis) -> redis.dbsize())).isEqualTo(foreign.size() + 1L);
		String commands = this.redis.talk((redis) -> redis.info("commandstats"));
		assertThat(commands).contains("cmdstat_scan:", "cmdstat_unlink:")
			.doesNotContain("cmdstat_keys:", "cmdstat_flushdb:", "cmdstat_flushall:", "cmdstat_del:");
	}

	@Test
	void stopsPurgingWhenItIsCancelled() {
		StepVerifier.create(Flux.range(0, 1_500).flatMap((key) -> this.store.put(entry(key, "x")), 64).then())
			.expectComplete()
			.verify(TIMEOUT);

		StepVerifier.create(this.store.purge(KeyPattern.ALL), 1).expectNextCount(1).thenCancel().verify(TIMEOUT);

		assertThat(this.redis.<Long>talk((redis) -> redis.dbsize())).isPositive();
	}

	@Test
	void countsTheEntriesOfEachCache() {
		put(entry(1, "one"));
		put(entry(2, "two"));
		StoredEntry other = new StoredEntry(EntryKey.parse("others:1"), EntryKind.ONE, new byte[10],
				this.clock.instant(), this.clock.instant().plusSeconds(9), Set.of(), this.ledger.view().stamp());
		put(other);

		RedisStore.Census census = this.store.census(100).block(TIMEOUT);

		assertThat(census.isComplete()).isTrue();
		assertThat(census.caches()).containsOnlyKeys(CacheName.of("things"), CacheName.of("others"));
		assertThat(census.caches().get(CacheName.of("things")).entries()).isEqualTo(2);
		assertThat(census.caches().get(CacheName.of("others")).bytes()).isEqualTo(this.redis.<Long>talk(
				(redis) -> redis.strlen(RedisFixture.redisKey(other.key()).getBytes(StandardCharsets.ISO_8859_1))));
	}

	@Test
	void estimatesWhatIsBeyondALimit() {
		IntStream.range(0, 20).forEach((key) -> put(entry(key, "x")));

		RedisStore.Census census = this.store.census(5).block(TIMEOUT);

		assertThat(census.isComplete()).isFalse();
		assertThat(census.caches().values()).singleElement()
			.satisfies((content) -> assertThat(content.entries()).isEqualTo(20));
	}

	@Test
	void tellsWhatTheServerSaysOfItself() {
		put(entry(1, "one"));

		RedisServerInfo info = this.store.serverInfo().block(TIMEOUT);

		assertThat(info.version()).matches("\\d+\\.\\d+.*");
		assertThat(info.usedMemory()).isPositive();
		assertThat(info.keys()).isOne();
		assertThat(info.evictionPolicy()).isNotEmpty();
	}

	@Test
	void neverBlocksAnEventLoop() {
		Mono<Map<String, String>> all = this.store.put(entry(1, "x".repeat(50_000)))
			.then(this.store.find(Entries.key(1)))
			.then(this.store.census(10))
			.thenMany(this.store.purge(KeyPattern.ALL))
			.then(this.store.serverInfo())
			.map((info) -> Map.of("version", info.version()))
			.subscribeOn(Schedulers.parallel())
			.timeout(Duration.ofSeconds(15));

		StepVerifier.create(all).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	private static byte[] redisKey(Object key) {
		return RedisFixture.redisKey(Entries.key(key)).getBytes(StandardCharsets.ISO_8859_1);
	}

}
