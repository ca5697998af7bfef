package io.freshet.checker;

import java.util.Locale;

/**
 * A read that broke the promise.
 *
 * @param request what was asked for
 * @param row the identity of the row
 * @param instance the instance that answered
 * @param seen the version that was seen
 * @param verdict what it should have been
 * @param cacheStatus what the response said of the cache
 */
record Violation(String request, long row, int instance, long seen, Verdict verdict, String cacheStatus) {

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"row %d at instance %d: version %d seen, %s, %.1f ms after the acknowledgement; GET %s, cache: %s",
				this.row, this.instance, this.seen, expectation(), this.verdict.staleness() / 1e6, this.request,
				this.cacheStatus);
	}

	private String expectation() {
		return switch (this.verdict.kind()) {
			case ALLOWED -> "as it should be";
			case TOO_OLD -> "at least " + this.verdict.expected() + " expected";
			case OLDER_THAN_TOKEN -> "at least " + this.verdict.expected() + " expected for its token";
			case UNDONE -> "which was never committed";
		};
	}

}
