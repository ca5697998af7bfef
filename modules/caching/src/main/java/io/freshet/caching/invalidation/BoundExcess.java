package io.freshet.caching.invalidation;

import java.time.Duration;

/**
 * How often, and for how long, what an instance knew of the ledger was older than the
 * bound.
 *
 * @param times the number of times, one that lasts included
 * @param time the time beyond the bound, of all times together
 */
public record BoundExcess(long times, Duration time) {

	static final BoundExcess NONE = new BoundExcess(0, Duration.ZERO);

	BoundExcess plus(long nanosBeyond) {
		return (nanosBeyond > 0) ? new BoundExcess(this.times + 1, this.time.plusNanos(nanosBeyond)) : this;
	}

}
