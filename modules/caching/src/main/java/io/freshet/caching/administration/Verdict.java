package io.freshet.caching.administration;

import java.time.Instant;

import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.store.EntryHead;

/**
 * Whether a stored entry counts, by its stamp.
 */
public enum Verdict {

	/**
	 * Every known invalidation is visible in its stamp.
	 */
	VALID,

	/**
	 * Something that concerns it was invalidated after it was made.
	 */
	INVALIDATED,

	/**
	 * What is known of the ledger is older than the bound, so that nobody can tell;
	 * nothing is known against it.
	 */
	UNJUDGED,

	/**
	 * It was made in another history of the database, with which nothing can be compared.
	 */
	OTHER_HISTORY,

	/**
	 * The time for which it is kept has passed.
	 */
	EXPIRED;

	/**
	 * Judges an entry.
	 * @param head all of it but its value
	 * @param view what is known of the ledger
	 * @param now the time
	 * @return the verdict
	 */
	public static Verdict of(EntryHead head, FreshnessView view, Instant now) {
		if (!head.expires().isAfter(now)) {
			return EXPIRED;
		}
		if (!head.stamp().isComparableTo(view.snapshot())) {
			return OTHER_HISTORY;
		}
		if (!view.isValid(head.stamp(), head.key().text(), head.tags())) {
			return INVALIDATED;
		}
		return view.isCurrent() ? VALID : UNJUDGED;
	}

}
