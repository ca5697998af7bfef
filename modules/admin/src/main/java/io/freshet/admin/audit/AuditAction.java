package io.freshet.admin.audit;

/**
 * What administrators do to the caches.
 */
public enum AuditAction {

	/** Entries are cleared. */
	CLEAR("clear"),

	/** Responses are purged. */
	PURGE("purge"),

	/** One entry is removed. */
	REMOVE_ENTRY("remove-entry"),

	/** A cache is changed. */
	CHANGE_CACHE("change-cache"),

	/** A route is changed. */
	CHANGE_ROUTE("change-route");

	private final String word;

	AuditAction(String word) {
		this.word = word;
	}

	/**
	 * Returns the name in the trail.
	 * @return a word
	 */
	public String word() {
		return this.word;
	}

}
