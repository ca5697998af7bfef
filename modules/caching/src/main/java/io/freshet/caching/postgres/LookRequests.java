package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Brings together those who ask for a look at the ledger, or wait for what it brings, and
 * the one that looks.
 */
final class LookRequests {

	/**
	 * The shortest time between two looks, however many hints there are: so a look costs
	 * the database no more than its share, and many hints cost one look.
	 */
	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(5);

	private final AtomicBoolean asked = new AtomicBoolean();

	private final Sinks.Many<Boolean> hints = Sinks.many().multicast().directBestEffort();

	private final Sinks.Many<Boolean> advances = Sinks.many().multicast().directBestEffort();

	/**
	 * Asks for a look at once. Does not wait.
	 */
	void lookNow() {
		if (this.asked.compareAndSet(false, true)) {
			this.hints.tryEmitNext(true);
		}
	}

	/**
	 * Takes note that a look begins: who asks from now on asks for another.
	 */
	void begun() {
		this.asked.set(false);
	}

	/**
	 * Tells those who wait that a look has brought the view up to date.
	 */
	void ended() {
		this.advances.tryEmitNext(true);
	}

	/**
	 * Waits until the next look is due.
	 * @param interval the time after which it is, if nobody asks for it
	 * @return emits once when it is
	 */
	Mono<Long> intervalOrRequest(Duration interval) {
		// Asked for before the hints are listened to, or while they are: neither is lost.
		Mono<Long> askedBefore = Mono.defer(() -> this.asked.get() ? Mono.just(0L) : Mono.never());
		Mono<Long> askedFor = Mono.firstWithSignal(this.hints.asFlux().next().thenReturn(0L), askedBefore);
		return Mono.firstWithSignal(Mono.delay(interval), Mono.delay(SHORTEST_INTERVAL).then(askedFor));
	}

	/**
	 * Asks for looks until one has brought what is waited for.
	 * @param reached whether it is there
	 * @param patience the time to wait
	 * @return completes when it is; a {@link TimeoutException} if the time is over
	 */
	Mono<Void> until(BooleanSupplier reached, Duration patience) {
		return Mono.defer(() -> {
			if (reached.getAsBoolean()) {
				return Mono.empty();
			}
			if (patience.isNegative() || patience.isZero()) {
				return Mono.error(new TimeoutException("The invalidation ledger cannot be read"));
			}
			// Listens first and asks then: the look might end before anybody listens.
			Mono<Void> advanced = this.advances.asFlux().takeUntil((look) -> isOrLookAgain(reached)).then();
			return Mono.when(advanced, Mono.fromRunnable(this::lookNow))
				.timeout(patience)
				// What the waiting ones do next must not keep the follower from
				// following.
				.publishOn(Schedulers.parallel());
		});
	}

	/** A look that was under way already may know too little; the next one knows more. */
	private boolean isOrLookAgain(BooleanSupplier reached) {
		if (reached.getAsBoolean()) {
			return true;
		}
		lookNow();
		return false;
	}

}
