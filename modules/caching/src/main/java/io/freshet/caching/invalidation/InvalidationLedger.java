package io.freshet.caching.invalidation;

import reactor.core.publisher.Mono;

/**
 * Remembers invalidations durably and in one order with the changes that they belong to,
 * and keeps a {@link FreshnessView} of them up to date. All publishers are cold.
 */
public interface InvalidationLedger {

	/**
	 * Returns what is known now. Always the same object, which moves.
	 * @return the view
	 */
	FreshnessView view();

	/**
	 * Waits until the view is current again.
	 * @return completes when the view has advanced after the subscription; an error if it
	 * did not within the time that the ledger grants
	 */
	Mono<Void> refreshed();

	/**
	 * Writes an invalidation down: in the transaction of the subscriber, if its context
	 * has one, otherwise in one of its own.
	 * @param invalidation the invalidation
	 * @return its position; an error if it could not be written, which must fail the
	 * change
	 */
	Mono<Long> append(Invalidation invalidation);

	/**
	 * Takes note that an appended invalidation has been committed, so that this instance
	 * obeys it from now on and looks for news at once. Does not wait.
	 * @param position what {@link #append} returned
	 * @param invalidation the invalidation
	 */
	void committed(long position, Invalidation invalidation);

}
