package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheTag;

import static org.assertj.core.api.Assertions.assertThat;

class LocalLedgerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Set<CacheTag> POST = Set.of(CacheTag.of("post", 1));

	@Test
	void isAlwaysCurrent() {
		LocalLedger ledger = new LocalLedger(10_000);

		StepVerifier.create(ledger.refreshed()).expectComplete().verify(TIMEOUT);

		assertThat(ledger.view().isCurrent()).isTrue();
		assertThat(ledger.view().age()).isZero();
	}

	@Test
	void invalidatesWhatWasLoadedBefore() {
		LocalLedger ledger = new LocalLedger(10_000);
		Stamp before = ledger.view().stamp();

		ledger.committed(0, Invalidation.ofTags(POST));

		assertThat(ledger.view().isValid(before, "posts:1", POST)).isFalse();
		assertThat(ledger.view().isValid(ledger.view().stamp(), "posts:1", POST)).isTrue();
	}

	@Test
	void distrustsWhatAnotherProcessLoaded() {
		Stamp other = new LocalLedger(10_000).view().stamp();

		LocalLedger ledger = new LocalLedger(10_000);

		assertThat(ledger.view().isValid(other, "posts:1", Set.of())).isFalse();
	}

	@Test
	void forgetsBeyondItsCapacityAndStillFindsNewEntriesValid() {
		LocalLedger ledger = new LocalLedger(800);
		Stamp first = ledger.view().stamp();
		ledger.committed(0, Invalidation.ofTags(POST));

		IntStream.range(0, 100)
			.forEach((id) -> ledger.committed(0, Invalidation.ofTags(List.of(CacheTag.of("tag", id)))));

		assertThat(ledger.view().weight()).isPositive().isLessThanOrEqualTo(800);
		assertThat(ledger.view().isValid(first, "posts:1", POST)).isFalse();
		assertThat(ledger.view().isValid(ledger.view().stamp(), "posts:1", POST)).isTrue();
	}

	@Test
	void findsNewEntriesValidWhenOneChangeExceedsTheCapacity() {
		LocalLedger ledger = new LocalLedger(400);
		Set<CacheTag> many = Set.of(CacheTag.of("a", 1), CacheTag.of("a", 2), CacheTag.of("a", 3), CacheTag.of("a", 4));

		ledger.committed(0, Invalidation.ofTags(many));

		assertThat(ledger.view().isValid(ledger.view().stamp(), "posts:1", many)).isTrue();
	}

}
