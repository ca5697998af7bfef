package io.freshet.caching.store;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.caffeine.CaffeineStore;

import static org.assertj.core.api.Assertions.assertThat;

class TieredStoreTests extends CacheStoreContract {

	private final CacheStore near = new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE);

	private final CacheStore shared = new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE);

	private final CacheStore store = new TieredStore(this.near, this.shared, Mono::subscribe);

	@Override
	protected CacheStore store() {
		return this.store;
	}

	@Test
	void fillsBothTiers() {
		put(entry(1, "one"));

		StepVerifier.create(this.near.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.shared.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	@Test
	void bringsWhatTheSharedTierHasToTheNearOne() {
		StepVerifier.create(this.shared.put(entry(1, "one"))).expectComplete().verify(TIMEOUT);

		assertFound(1, "one");

		StepVerifier.create(this.near.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	@Test
	void asksTheSharedTierOnlyIfTheNearOneHasNothing() {
		put(entry(1, "near"));
		StepVerifier.create(this.shared.put(entry(1, "shared"))).expectComplete().verify(TIMEOUT);

		assertFound(1, "near");
	}

	@Test
	void doesNotWaitForTheSharedTierToBeFilled() {
		List<Mono<Void>> behind = new ArrayList<>();
		CacheStore tiered = new TieredStore(this.near, this.shared, behind::add);

		StepVerifier.create(tiered.put(entry(1, "one"))).expectComplete().verify(TIMEOUT);

		StepVerifier.create(this.near.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.shared.find(Entries.key(1))).expectComplete().verify(TIMEOUT);
		StepVerifier.create(behind.get(0)).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.shared.find(Entries.key(1))).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	@Test
	void sharesWithTheWordThatTheSharedStoreHasForIt() {
		List<EntryKey> awaited = new ArrayList<>();
		CacheStore awaiting = new DelegatingStore(this.shared) {

			@Override
			public Mono<Void> put(StoredEntry entry) {
				return delegate().put(entry);
			}

			@Override
			public Mono<Void> share(StoredEntry entry) {
				return delegate().share(entry).doOnSuccess((done) -> awaited.add(entry.key()));
			}

		};
		CacheStore tiered = new TieredStore(this.near, awaiting, Mono::subscribe);

		StepVerifier.create(tiered.put(entry(1, "one"))).expectComplete().verify(TIMEOUT);
		StepVerifier.create(tiered.share(entry(2, "two"))).expectComplete().verify(TIMEOUT);

		assertThat(awaited).containsExactly(Entries.key(2));
	}

	@Test
	void namesAKeyOfBothTiersOnce() {
		put(entry(1, "one"));
		StepVerifier.create(this.near.put(entry(2, "near"))).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.shared.put(entry(3, "shared"))).expectComplete().verify(TIMEOUT);

		List<EntryKey> keys = this.store.keys(KeyPattern.ALL).collectList().block(TIMEOUT);
		List<EntryKey> purged = this.store.purge(KeyPattern.ALL).collectList().block(TIMEOUT);

		assertThat(keys).containsExactlyInAnyOrder(Entries.key(1), Entries.key(2), Entries.key(3));
		assertThat(purged).containsExactlyInAnyOrderElementsOf(keys);
	}

}
