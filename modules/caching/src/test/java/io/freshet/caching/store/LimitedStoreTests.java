package io.freshet.caching.store;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.freshet.caching.CacheTag;
import io.freshet.caching.caffeine.CaffeineStore;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LimitedStoreTests extends CacheStoreContract {

	private static final EntryLimits LIMITS = new EntryLimits(300_000, 3);

	private final RecordedEvents events = new RecordedEvents();

	private final CacheStore store = new LimitedStore(
			new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE), LIMITS, this.events);

	@Override
	protected CacheStore store() {
		return this.store;
	}

	@Test
	void refusesAValueThatIsTooLong() {
		put(entry(1, "x".repeat(300_000)));
		put(entry(2, "x".repeat(300_001)));

		assertFound(1, "x".repeat(300_000));
		StepVerifier.create(this.store.find(Entries.key(2))).expectComplete().verify(TIMEOUT);
		assertThat(this.events.lines()).containsExactly("refused too-large");
	}

	@Test
	void refusesAnEntryOfTooManyTags() {
		put(tagged(3));
		put(tagged(4));

		StepVerifier.create(this.store.find(Entries.key(3))).expectNextCount(1).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.store.find(Entries.key(4))).expectComplete().verify(TIMEOUT);
		assertThat(this.events.lines()).containsExactly("refused too-many-tags");
	}

	@Test
	void sharesWithinTheLimitsOnly() {
		CacheStore shared = new CaffeineStore(10_000_000, this.clock, Runnable::run, CacheRecorder.NONE);
		CacheStore tiers = new LimitedStore(new TieredStore(this.store, shared, Mono::block), LIMITS, this.events);

		StepVerifier.create(tiers.share(tagged(3))).expectComplete().verify(TIMEOUT);
		StepVerifier.create(tiers.share(tagged(4))).expectComplete().verify(TIMEOUT);

		assertThat(shared.peek(Entries.key(3), 0)).isNotNull();
		assertThat(shared.peek(Entries.key(4), 0)).isNull();
		StepVerifier.create(tiers.findShared(Entries.key(3))).expectNextCount(1).expectComplete().verify(TIMEOUT);
	}

	@Test
	void looksAtWhatIsAtHand() {
		put(tagged(3));

		assertThat(this.store.peek(Entries.key(3), 0)).isNotNull();
	}

	@Test
	void saysSoOnceForEachCacheAndCountsAlways(CapturedOutput output) {
		for (int round = 0; round < 3; round++) {
			put(tagged(4));
			put(entry(2, "x".repeat(300_001)));
		}

		assertThat(output.getOut().lines().filter((line) -> line.contains("an entry of cache 'things' has"))).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("freshet.caching.limits"));
		assertThat(this.events.lines()).hasSize(6);
	}

	private StoredEntry tagged(int count) {
		Set<CacheTag> tags = IntStream.range(0, count)
			.mapToObj((id) -> CacheTag.of("thing", id))
			.collect(Collectors.toSet());
		return new StoredEntry(Entries.key(count), EntryKind.ONE, new byte[1], this.clock.instant(),
				this.clock.instant().plusSeconds(60), tags, this.ledger.view().stamp());
	}

}
