package io.freshet.caching.postgres;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.freshet.caching.store.LogLimit;

/**
 * What the log says of the looks at the ledger: little, however often they fail.
 */
final class FollowerLog {

	private static final Logger logger = LoggerFactory.getLogger(LedgerFollower.class);

	private final Duration bound;

	private final LogLimit excesses = new LogLimit();

	/** Whether it was said that the ledger cannot be read. */
	private final AtomicBoolean lost = new AtomicBoolean();

	FollowerLog(Duration bound) {
		this.bound = bound;
	}

	void failed(long attempt, Throwable failure) {
		this.lost.set(true);
		if (attempt % 60 <= 1 && LedgerQueries.isTableMissing(failure)) {
			logger.error("{}. {}", LedgerMigration.TABLE_MISSING, LedgerMigration.MAKE_TABLE);
		}
		else if (attempt == 0) {
			logger.warn(
					"The invalidation ledger cannot be read, cached entries older than the bound are not served: {}",
					failure.toString());
		}
		logger.debug("Attempt {} to follow the invalidation ledger failed", attempt, failure);
	}

	void succeeded() {
		if (this.lost.compareAndSet(true, false)) {
			logger.info("The invalidation ledger can be read again");
		}
	}

	/**
	 * Takes note of how old what was known had become when a look brought more.
	 */
	void seenAfter(Duration age) {
		if (age.compareTo(this.bound) > 0) {
			this.excesses.log((more) -> logger.warn(
					"What was known of the invalidation ledger was {} ms old, allowed are {}; {} more such times of late",
					age.toMillis(), this.bound.toMillis(), more));
		}
	}

}
