package io.freshet.caching.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.LocalLedger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every store.
 */
public abstract class CacheStoreContract {

	/** Generous: a call goes over the network for some stores. */
	protected static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** Of the store. */
	protected final MovableClock clock = new MovableClock();

	/** Gives the stamps. */
	protected final LocalLedger ledger = new LocalLedger(1_000_000);

	/**
	 * Returns the store.
	 * @return the same empty store throughout a test
	 */
	protected abstract CacheStore store();

	/**
	 * Makes an entry that is valid.
	 * @param key its key
	 * @param payload its payload
	 * @return the entry
	 */
	protected final StoredEntry entry(Object key, String payload) {
		return Entries.entry(key, payload, this.clock.instant(), this.ledger.view().stamp());
	}

	/**
	 * Stores an entry.
	 * @param entry the entry
	 */
	protected final void put(StoredEntry entry) {
		StepVerifier.create(store().put(entry)).expectComplete().verify(TIMEOUT);
	}

	@Test
	void findsNothingThatWasNotPut() {
		StepVerifier.create(store().find(Entries.key(1))).expectComplete().verify(TIMEOUT);
	}

	@Test
	void findsWhatWasPut() {
		Instant now = this.clock.instant();
		StoredEntry put = new StoredEntry(Entries.key(1), EntryKind.ONE, new byte[] { 1 },
				new EntryTimes(now, now.plusSeconds(20), now.plusSeconds(60), Duration.ofMillis(17)),
				Set.of(CacheTag.of("thing", 1)), this.ledger.view().stamp());

		put(put);

		StepVerifier.create(store().find(Entries.key(1))).assertNext((found) -> {
			assertThat(found.key()).isEqualTo(put.key());
			assertThat(found.kind()).isEqualTo(put.kind());
			assertThat(found.payload()).isEqualTo(put.payload());
			assertThat(found.created()).isEqualTo(put.created());
			assertThat(found.softExpiry()).isEqualTo(put.softExpiry());
			assertThat(found.expires()).isEqualTo(put.expires());
			assertThat(found.loadTime()).isEqualTo(put.loadTime());
			assertThat(found.tags()).isEqualTo(put.tags());
			assertThat(found.stamp()).isEqualTo(put.stamp());
		}).expectComplete().verify(TIMEOUT);
	}

	@Test
	void findsSeveralAtOnce() {
		IntStream.range(0, 50).forEach((key) -> put(entry(key, "value " + key)));
		List<EntryKey> wanted = IntStream.range(40, 60).mapToObj(Entries::key).toList();

		List<String> found = store().findAll(wanted).map(Entries::text).collectList().block(TIMEOUT);

		assertThat(found)
			.containsExactlyInAnyOrderElementsOf(IntStream.range(40, 50).mapToObj((key) -> "value " + key).toList());
	}

	@Test
	void findsNothingOfNone() {
		StepVerifier.create(store().findAll(List.of())).expectComplete().verify(TIMEOUT);
	}

	@Test
	void putsAnEntryInPlaceOfTheOneBefore() {
		put(entry(1, "one"));

		put(entry(1, "two"));

		assertFound(1, "two");
	}

	@Test
	void doesNothingBeforeItIsSubscribedTo() {
		Mono<StoredEntry> find = store().find(Entries.key(1));
		Mono<Void> put = store().put(entry(1, "one"));

		StepVerifier.create(find).expectComplete().verify(TIMEOUT);
		StepVerifier.create(put).expectComplete().verify(TIMEOUT);
		StepVerifier.create(find).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	@Test
	void keepsEveryKind() {
		for (EntryKind kind : EntryKind.values()) {
			put(new StoredEntry(Entries.key(kind), kind, new byte[0], this.clock.instant(),
					this.clock.instant().plusSeconds(60), Set.of(), this.ledger.view().stamp()));

			StepVerifier.create(store().find(Entries.key(kind)).map(StoredEntry::kind))
				.expectNext(kind)
				.expectComplete()
				.verify(TIMEOUT);
		}
	}

	@Test
	void keepsALargePayload() {
		byte[] payload = new byte[300_000];
		new Random(1).nextBytes(payload);
		put(new StoredEntry(Entries.key("large"), EntryKind.ONE, payload, this.clock.instant(),
				this.clock.instant().plusSeconds(60), Set.of(CacheTag.of("thing", 1)), this.ledger.view().stamp()));

		StepVerifier.create(store().find(Entries.key("large")))
			.assertNext((found) -> assertThat(found.payload()).isEqualTo(payload))
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void findsNothingThatHasExpired() {
		put(new StoredEntry(Entries.key(1), EntryKind.ONE, new byte[1], this.clock.instant().minusSeconds(60),
				this.clock.instant().minusSeconds(1), Set.of(), this.ledger.view().stamp()));

		StepVerifier.create(store().find(Entries.key(1))).expectComplete().verify(TIMEOUT);
	}

	@Test
	void keepsAnEntryThatTakesThePlaceOfOneAboutToExpire() {
		put(new StoredEntry(Entries.key(1), EntryKind.ONE, new byte[1], this.clock.instant(),
				this.clock.instant().plusSeconds(10), Set.of(), this.ledger.view().stamp()));
		put(entry(1, "longer"));

		this.clock.move(Duration.ofSeconds(20));

		assertFound(1, "longer");
	}

	@Test
	void listsTheKeysThatMatch() {
		List.of("a1", "a2", "b1").forEach((key) -> put(entry(key, key)));

		List<EntryKey> keys = store().keys(KeyPattern.of("things:a*")).collectList().block(TIMEOUT);

		assertThat(keys).containsExactlyInAnyOrder(Entries.key("a1"), Entries.key("a2"));
	}

	@Test
	void purgesTheEntriesWhoseKeysMatch() {
		List.of("a1", "a2", "b1").forEach((key) -> put(entry(key, key)));

		List<EntryKey> purged = store().purge(KeyPattern.of("things:a?")).collectList().block(TIMEOUT);

		assertThat(purged).containsExactlyInAnyOrder(Entries.key("a1"), Entries.key("a2"));
		StepVerifier.create(store().find(Entries.key("a1"))).expectComplete().verify(TIMEOUT);
		assertFound("b1", "b1");
	}

	@Test
	void purgesEverything() {
		IntStream.range(0, 100).forEach((key) -> put(entry(key, "x")));

		List<EntryKey> purged = store().purge(KeyPattern.ALL).collectList().block(TIMEOUT);

		assertThat(purged).hasSize(100).doesNotHaveDuplicates();
		StepVerifier.create(store().keys(KeyPattern.ALL)).expectComplete().verify(TIMEOUT);
	}

	/**
	 * Finds an entry.
	 * @param key its key
	 * @param payload the payload that is expected
	 */
	protected final void assertFound(Object key, String payload) {
		StepVerifier.create(store().find(Entries.key(key)).map(Entries::text))
			.expectNext(payload)
			.expectComplete()
			.verify(TIMEOUT);
	}

}
