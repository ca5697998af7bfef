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
	 * Waits until the view is current.
	 * @return completes when it is; an error if it is not within the time that the ledger
	 * grants, at once if the view has been out of date for that time already
	 */
	Mono<Void> refreshed();

	/**
	 * Waits until the view sees changes that were committed, wherever that was.
	 * @param token stands for the changes
	 * @return whether it does; not if it does not within the time that the ledger grants,
	 * or if the token belongs to another history
	 */
	Mono<Boolean> sees(FreshnessToken token);

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
