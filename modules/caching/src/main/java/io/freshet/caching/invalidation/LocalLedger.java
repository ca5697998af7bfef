package io.freshet.caching.invalidation;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import reactor.core.publisher.Mono;

import io.freshet.caching.invalidation.FreshnessView.Positioned;

/**
 * Ledger in the memory of one instance, for tests and for applications of one instance
 * without PostgreSQL. It forgets with the process: what an earlier process left in a
 * shared tier is never valid.
 */
public final class LocalLedger implements InvalidationLedger {

	private final String history = "local-" + UUID.randomUUID();

	private final FreshnessView view;

	private long position = 1;

	/**
	 * Makes a ledger without any invalidation.
	 * @param capacity the bytes that what the view remembers may take
	 */
	public LocalLedger(long capacity) {
		this.view = new FreshnessView(Duration.ofNanos(Long.MAX_VALUE), capacity, () -> 0);
		this.view.restart(Stamp.below(this.history, this.position), 0, List.of(), Stamp.NONE);
	}

	@Override
	public FreshnessView view() {
		return this.view;
	}

	@Override
	public Mono<Void> refreshed() {
		return Mono.empty();
	}

	/**
	 * What was committed here is known here at once.
	 */
	@Override
	public Mono<Boolean> sees(FreshnessToken token) {
		return Mono.fromSupplier(() -> token.isOfHistoryOf(this.view.snapshot()));
	}

	/**
	 * Gives no position yet: positions are given in the order of the commits, so that a
	 * stamp never claims to see a change that is not committed.
	 */
	@Override
	public Mono<Long> append(Invalidation invalidation) {
		return Mono.just(0L);
	}

	@Override
	public synchronized void committed(long ignored, Invalidation invalidation) {
		advance(List.of(new Positioned(this.position, invalidation)));
		if (this.view.needsPosition()) {
			advance(List.of());
		}
	}

	private void advance(List<Positioned> news) {
		this.position++;
		this.view.advance(Stamp.below(this.history, this.position), 0, news);
	}

}
