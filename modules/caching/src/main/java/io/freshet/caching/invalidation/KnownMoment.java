package io.freshet.caching.invalidation;

/**
 * A moment of the database, as far as this instance knows it.
 *
 * @param snapshot the newest snapshot
 * @param stamp the same for loads, or one that sees less, so that it is short
 * @param sentAt the reading of the clock before the query was sent that brought it
 * @param past how often what was known before was older than the bound
 */
record KnownMoment(Stamp snapshot, Stamp stamp, long sentAt, BoundExcess past) {

	/**
	 * Before the ledger was read.
	 */
	static final KnownMoment NOTHING = of(Stamp.NONE, 0, BoundExcess.NONE);

	static KnownMoment of(Stamp snapshot, long sentAt, BoundExcess past) {
		return new KnownMoment(snapshot, snapshot.bounded(), sentAt, past);
	}

	/**
	 * Returns how often what is known was older than the bound, this moment included.
	 */
	BoundExcess excess(long boundNanos, long now) {
		return this.past.plus(this.snapshot.isNone() ? 0 : now - this.sentAt - boundNanos);
	}

}
