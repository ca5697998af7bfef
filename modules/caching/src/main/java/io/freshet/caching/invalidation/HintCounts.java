package io.freshet.caching.invalidation;

import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counts the hints between instances.
 */
public final class HintCounts {

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	/**
	 * Puts counting around a backplane.
	 * @param backplane the backplane
	 * @return one that does the same and is counted here
	 */
	public Backplane around(Backplane backplane) {
		return (backplane == Backplane.NONE) ? backplane : new CountedBackplane(backplane);
	}

	/**
	 * Returns how many hints were handed over.
	 * @return the number since the start
	 */
	public long sent() {
		return this.sent.get();
	}

	/**
	 * Returns how many hints could not be handed over.
	 * @return the number since the start
	 */
	public long failed() {
		return this.failed.get();
	}

	/**
	 * Returns how many hints of other instances came.
	 * @return the number since the start
	 */
	public long received() {
		return this.received.get();
	}

	private final class CountedBackplane implements Backplane {

		private final Backplane delegate;

		CountedBackplane(Backplane delegate) {
			this.delegate = delegate;
		}

		@Override
		public Mono<Void> send() {
			return this.delegate.send()
				.doOnSuccess((done) -> HintCounts.this.sent.incrementAndGet())
				.doOnError((ex) -> HintCounts.this.failed.incrementAndGet());
		}

		@Override
		public Flux<Hint> hints() {
			return this.delegate.hints().doOnNext((hint) -> HintCounts.this.received.incrementAndGet());
		}

	}

}
