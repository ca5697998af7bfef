package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.freshet.caching.CacheTag;
import io.freshet.caching.KeyPattern;

import static org.assertj.core.api.Assertions.assertThat;

class KeyReplacerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String KEY = "books:a";

	private static final CacheTag TAG = CacheTag.of("entry", "books:a");

	private static final CacheTag OTHER = CacheTag.of("author", "ann");

	private final LocalLedger ledger = new LocalLedger(100_000);

	private final TransactionalInvalidator invalidator = new TransactionalInvalidator(this.ledger);

	private final KeyReplacer replacer = new KeyReplacer(this.invalidator, this.ledger);

	private final Stamp before = this.ledger.view().stamp();

	@Test
	void letsAValueThatNothingHappenedToBeKept() {
		Stamp kept = replace(this.before);

		assertThat(kept).isNotNull();
		assertThat(isValid(kept)).isTrue();
		assertThat(isValid(this.before)).as("what was there before").isFalse();
	}

	@Test
	void letsTheNextValueBeKept() {
		replace(this.before);

		Stamp next = replace(this.ledger.view().stamp());

		assertThat(next).isNotNull();
		assertThat(isValid(next)).isTrue();
	}

	@Test
	void keepsNoValueThatWasReadBeforeAnotherWasPut() {
		replace(this.before);

		assertThat(replace(this.before)).isNull();
	}

	@Test
	void keepsNoValueThatWasReadBeforeAnInvalidation() {
		assertNotKeptAfter(() -> Invalidation.ofKeys(List.of(KEY)));
		assertNotKeptAfter(() -> Invalidation.ofTags(List.of(TAG)));
		assertNotKeptAfter(() -> Invalidation.ofTags(List.of(OTHER)));
		assertNotKeptAfter(() -> Invalidation.ofPattern(KeyPattern.of("books:*")));
	}

	@Test
	void keepsAValueThatAnotherInvalidationDoesNotConcern() {
		invalidate(Invalidation.ofKeys(List.of("books:b")));
		invalidate(Invalidation.ofTags(List.of(CacheTag.of("author", "bob"))));
		invalidate(Invalidation.ofPattern(KeyPattern.of("others:*")));

		assertThat(replace(this.before)).isNotNull();
	}

	@Test
	void keepsNoValueThatIsInvalidatedWhileItReplaces() {
		KeyReplacer interrupted = new KeyReplacer(this.invalidator,
				new InterruptedLedger(this.ledger, () -> this.ledger.committed(0, Invalidation.ofKeys(List.of(KEY)))));

		assertThat(interrupted.replace(KEY, TAG, Set.of(OTHER), this.before).block(PATIENCE)).isNull();
	}

	@Test
	void tellsWhoeverWantsToKnowThatSomethingWasWritten() {
		WriteReceipt receipt = new WriteReceipt();

		StepVerifier.create(this.replacer.replace(KEY, TAG, Set.of(OTHER), this.before).contextWrite(receipt::into))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);

		assertThat(receipt.token(this.ledger)).isPresent();
	}

	@Test
	void keepsAValueOfUnknownAgeOnlyWhileNothingIsRememberedOfIt() {
		assertThat(replace(this.ledger.view().oldest())).isNotNull();

		assertThat(replace(this.ledger.view().oldest())).isNull();
	}

	private void assertNotKeptAfter(Supplier<Invalidation> invalidation) {
		Stamp read = this.ledger.view().stamp();
		invalidate(invalidation.get());

		assertThat(replace(read)).as(invalidation.get().toString()).isNull();
		assertThat(replace(this.ledger.view().stamp())).as("read afterwards").isNotNull();
	}

	private Stamp replace(Stamp stamp) {
		return this.replacer.replace(KEY, TAG, Set.of(OTHER), stamp).block(PATIENCE);
	}

	private void invalidate(Invalidation invalidation) {
		this.invalidator.invalidate(invalidation).block(PATIENCE);
	}

	private boolean isValid(Stamp stamp) {
		return this.ledger.view().isValid(stamp, KEY, Set.of(TAG, OTHER));
	}

	/**
	 * Has something happen between the invalidation and the look at the view.
	 *
	 * @param delegate the ledger
	 * @param meanwhile what happens
	 */
	private record InterruptedLedger(InvalidationLedger delegate, Runnable meanwhile) implements InvalidationLedger {

		@Override
		public FreshnessView view() {
			return this.delegate.view();
		}

		@Override
		public Mono<Void> refreshed() {
			return this.delegate.refreshed();
		}

		@Override
		public Mono<Boolean> sees(FreshnessToken token) {
			return this.delegate.sees(token).doOnNext((seen) -> this.meanwhile.run());
		}

		@Override
		public Mono<Long> append(Invalidation invalidation) {
			return this.delegate.append(invalidation);
		}

		@Override
		public void committed(long position, Invalidation invalidation) {
			this.delegate.committed(position, invalidation);
		}

	}

}
