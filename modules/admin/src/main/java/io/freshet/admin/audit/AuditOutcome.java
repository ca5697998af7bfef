package io.freshet.admin.audit;

import java.util.Locale;

/**
 * What came of something that an administrator did.
 */
public enum AuditOutcome {

	/** It is not known yet; or never, if the instance ended meanwhile. */
	BEGUN,

	/** It was done. */
	DONE,

	/** It was not understood, or there is no such thing, and nothing was done. */
	REFUSED,

	/** It failed, and may have been done in part. */
	FAILED,

	/** Whoever asked for it went away; it may have been done in part. */
	CANCELLED;

	/**
	 * Returns the name in the trail.
	 * @return the name in lower case
	 */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	static AuditOutcome of(String word) {
		return valueOf(word.toUpperCase(Locale.ROOT));
	}

}
