package io.freshet.admin.web;

/**
 * A share, as people read it.
 */
final class Ratio {

	private static final double PRECISION = 10_000;

	private Ratio() {
	}

	/**
	 * Returns the share of hits, down to four digits: only what never missed shows 1.
	 */
	static double of(long hits, long others) {
		long all = hits + others;
		return (all > 0) ? Math.floor(PRECISION * hits / all) / PRECISION : 0;
	}

	/**
	 * Returns a share of faults, up to four digits: only where there was none it is 0.
	 */
	static double atMost(double share) {
		return Math.ceil(PRECISION * share) / PRECISION;
	}

}
